import { existsSync } from 'node:fs'

/** Of Debian's package qemu-user-static. */
const QEMU = '/usr/bin/qemu-aarch64-static'
/** The C and C++ libraries of arm64, of Debian's packages libc6-arm64-cross and libstdc++6-arm64-cross. */
const LIBRARIES = '/usr/aarch64-linux-gnu'

/** Words before a program for arm64, which runs it on this processor. */
export const EMULATOR = [QEMU, '-L', LIBRARIES] as const

/** Whether it is there, and needed: an arm64 machine runs such a program by itself. */
export const isEmulated =
  process.arch !== 'arm64' && existsSync(QEMU) && existsSync(`${LIBRARIES}/lib/libstdc++.so.6`)
