/** Named values as text; what type each has follows from its name. */
export const typedParams = {
  list: {
    record: {
      name: { kind: 'string', doc: 'Name of the parameter.' },
      value: { kind: 'string', doc: 'Value as text.' },
    },
  },
} as const
