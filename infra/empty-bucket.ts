import { DeleteObjectsCommand, ListObjectsV2Command, NoSuchBucket, type S3Client } from '@aws-sdk/client-s3'

/** Deletes every object; a page of 1,000 at a time, until none is left. A bucket that has gone is empty. */
export async function emptyBucket(client: S3Client, bucket: string): Promise<void> {
  for (;;) {
    const Objects = await firstKeys(client, bucket)
    if (Objects.length === 0) return
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
    )
    const [first] = Errors
    if (first !== undefined) throw new Error(`${first.Key} cannot be deleted: ${first.Message}`)
  }
}

async function firstKeys(client: S3Client, bucket: string): Promise<{ Key: string | undefined }[]> {
  try {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
    return Contents.map(({ Key }) => ({ Key }))
  } catch (error) {
    if (error instanceof NoSuchBucket) return []
    throw error
  }
}
