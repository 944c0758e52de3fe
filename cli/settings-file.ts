import { readJson } from '#shared/api/json-body.ts'
import { Rejection } from '#shared/api/reason.ts'
import { SettingsPatchShape } from '#shared/api/settings-schema.ts'
import type { SettingsPatch } from '#shared/settings/settings.ts'
import { Failure } from './command.ts'
import { readOperand } from './operand.ts'

/** Settings of a service as the API takes them. @throws Failure that names the file and what is wrong with it */
export async function readSettings(file: string): Promise<SettingsPatch> {
  const bytes = await readOperand(file)
  try {
    return readJson(SettingsPatchShape, bytes)
  } catch (error) {
    throw error instanceof Rejection ? new Failure(`${file} holds no settings: ${error.message}`) : error
  }
}
