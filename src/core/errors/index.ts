export { type ErrorDomain, errorDomains } from './domains.ts'
export { type ErrorCode, type ErrorRow, errorCodes, errorTable } from './table.ts'
export {
  fromSystem,
  type SourcePosition,
  systemCode,
  toVirtError,
  VirtError,
  type VirtErrorOptions,
} from './virt-error.ts'
