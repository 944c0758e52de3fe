import { readJson } from '#shared/api/json-body.ts'
import { Rejection } from '#shared/api/reason.ts'
import { ServicePatch, SettingsPatchShape } from '#shared/api/settings-schema.ts'
import type { SettingsPatch } from '#shared/settings/settings.ts'
import { Failure } from './command.ts'
import { readOperand } from './operand.ts'

/**
 * Settings of a service as the API takes them: the body of a `PATCH`, `{"settings": {…}}`, or what stands in it.
 *
 * @throws Failure that names the file and what is wrong with it
 */
export async function readSettings(file: string): Promise<SettingsPatch> {
  const bytes = await readOperand(file)
  try {
    return isBody(bytes) ? readJson(ServicePatch, bytes).settings : readJson(SettingsPatchShape, bytes)
  } catch (error) {
    throw error instanceof Rejection ? new Failure(`${file} holds no settings: ${error.message}`) : error
  }
}

/** Whether the settings stand in a member of their own; what is no JSON is told as such later. */
function isBody(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && 'settings' in value
  } catch {
    return false
  }
}
