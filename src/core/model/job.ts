import { defineObject } from './kinds.ts'

/** Long work that the engine runs. */
export const job = defineObject({
  doc: 'Long work that was asked for: its progress and its end. Kept for a while after it ended.',
  key: 'id',
  attrs: {
    id: { kind: 'u32', freshness: 'fixed', doc: 'Number of the job, unique in the gateway.' },
    operation: { kind: 'string', freshness: 'fixed', doc: 'Path of the operation (domain.save).' },
    target: { kind: 'string', freshness: 'fixed', doc: 'Key of the object that it works on.' },
    targetType: { kind: 'string', freshness: 'fixed', doc: 'Type of that object.' },
    targetName: { kind: 'string', freshness: 'fixed', doc: 'Name of that object.' },
    caller: { kind: 'string', freshness: 'fixed', doc: 'Who asked for it.' },
    state: {
      kind: { enum: ['queued', 'running', 'completed', 'failed', 'cancelled'] },
      freshness: 'state',
      doc: 'State.',
    },
    createdAt: { kind: 'time', freshness: 'fixed', doc: 'When it was asked for.' },
    endedAt: { kind: 'time', freshness: 'state', optional: true, doc: 'When it ended.' },
    progress: {
      kind: 'f64',
      unit: 'percent',
      freshness: 'state',
      optional: true,
      doc: 'How much is done, where that is known.',
    },
    processed: { kind: 'u64', unit: 'bytes', freshness: 'state', optional: true, doc: 'Bytes done.' },
    total: { kind: 'u64', unit: 'bytes', freshness: 'state', optional: true, doc: 'Bytes to do.' },
    cancellable: { kind: 'bool', freshness: 'state', doc: 'Whether it can be cancelled now.' },
    errorCode: {
      kind: 'string',
      freshness: 'state',
      optional: true,
      doc: 'Code of the error that ended it.',
    },
    errorText: { kind: 'string', freshness: 'state', optional: true, doc: 'Error that ended it.' },
  },
  ops: {
    cancel: {
      access: 'operate',
      permission: 'write',
      lock: 'abort',
      params: {},
      result: 'void',
      doc: 'Cancel the job.',
    },
  },
  events: {
    ended: {
      doc: 'The job ended.',
      fields: { state: { kind: { enum: ['completed', 'failed', 'cancelled'] }, doc: 'How.' } },
    },
  },
})
