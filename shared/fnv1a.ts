/** FNV-1a, 32 bits (RFC 9923): its offset basis and prime. */
export const OFFSET_BASIS = 0x811c9dc5
export const PRIME = 0x01000193
