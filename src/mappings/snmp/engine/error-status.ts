/** Error statuses of a response with their numbers (RFC 3416). */
export const errorStatus = {
  noError: 0,
  tooBig: 1,
  noSuchName: 2,
  badValue: 3,
  readOnly: 4,
  genErr: 5,
  noAccess: 6,
  wrongType: 7,
  wrongLength: 8,
  wrongEncoding: 9,
  wrongValue: 10,
  noCreation: 11,
  inconsistentValue: 12,
  resourceUnavailable: 13,
  commitFailed: 14,
  undoFailed: 15,
  authorizationError: 16,
  notWritable: 17,
  inconsistentName: 18,
} as const

/** The name of an error status. */
export type ErrorStatus = keyof typeof errorStatus

/** What SNMPv1, which knows the first six only, says instead (RFC 3584). */
export const v1Status = {
  noError: 'noError',
  tooBig: 'tooBig',
  noSuchName: 'noSuchName',
  badValue: 'badValue',
  readOnly: 'readOnly',
  genErr: 'genErr',
  noAccess: 'noSuchName',
  wrongType: 'badValue',
  wrongLength: 'badValue',
  wrongEncoding: 'badValue',
  wrongValue: 'badValue',
  noCreation: 'noSuchName',
  inconsistentValue: 'badValue',
  resourceUnavailable: 'genErr',
  commitFailed: 'genErr',
  undoFailed: 'genErr',
  authorizationError: 'noSuchName',
  notWritable: 'noSuchName',
  inconsistentName: 'noSuchName',
} as const satisfies Record<ErrorStatus, ErrorStatus>
