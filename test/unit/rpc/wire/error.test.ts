import { describe, expect, test } from 'vitest'
import { errorCodes, errorTable, VirtError } from '../../../../src/core/errors/index.ts'
import { codecOf, decodeError, encodeError, XdrReader, XdrWriter } from '../../../../src/rpc/wire/index.ts'

function sent(error: VirtError): Buffer {
  const writer = new XdrWriter()
  encodeError(error)(writer)
  return writer.bytes()
}

function onWire(error: VirtError): unknown {
  return codecOf('remote_error').read(new XdrReader(sent(error)))
}

function received(fields: { code: number; domain: number; message: string | null }): VirtError {
  const writer = new XdrWriter()
  const rest = { level: 2, dom: null, str1: null, str2: null, str3: null, int1: 0, int2: 0, net: null }
  codecOf('remote_error').write(writer, { ...fields, ...rest })
  return decodeError(writer.bytes())
}

describe('an error that is sent', () => {
  test('has the text of its code before its own, and both apart', () => {
    expect(onWire(new VirtError('operationInvalid', "domain 'web1' is running", { domain: 'qemu' }))).toEqual(
      {
        code: 55,
        domain: 10,
        message: "Requested operation is not valid: domain 'web1' is running",
        level: 2,
        dom: null,
        str1: 'Requested operation is not valid: %s',
        str2: "domain 'web1' is running",
        str3: null,
        int1: -1,
        int2: -1,
        net: null,
      },
    )
  })

  test('has the text of its code once', () => {
    expect(
      onWire(new VirtError('noDomain', "Domain not found: no domain with matching name 'a'")),
    ).toMatchObject({
      message: "Domain not found: no domain with matching name 'a'",
      str1: 'Domain not found: %s',
      str2: "no domain with matching name 'a'",
    })
  })

  test.each([
    new VirtError('rpc', 'unknown procedure: 5', { domain: 'rpc' }),
    new VirtError('rpc', 'Unable to decode message payload', { domain: 'rpc' }),
    new VirtError('noConnect', 'no connection driver available for hmc:///system'),
    new VirtError('invalidArg', 'unsupported flags (0x1) in function virDomainCreateWithFlags'),
  ])('stands as it is where clients look for the whole text: $message', (error) => {
    expect(onWire(error)).toMatchObject({ message: error.message, str1: '%s', str2: error.message })
  })

  test('comes from the network filters when its number says so', () => {
    expect(onWire(new VirtError('noNwfilter', 'no filter', { domain: 'test' }))).toMatchObject({ domain: 33 })
  })

  test('is cut off when its text is long', () => {
    expect(sent(new VirtError('internalError', 'x'.repeat(5_000_000))).length).toBeLessThan(40_000)
  })
})

describe('an error that is received', () => {
  test('has code, domain and text of the server', () => {
    for (const code of errorCodes) {
      const error = decodeError(sent(new VirtError(code, 'a reason', { domain: 'nwfilter' })))
      expect({ code: error.code, domain: error.domain }).toEqual({ code, domain: 'nwfilter' })
      expect(error.message.endsWith('a reason')).toBe(true)
    }
  })

  test('of a procedure that the server does not know is no support for it', () => {
    expect(received({ code: 39, domain: 7, message: 'unknown procedure: 454' }).code).toBe('noSupport')
    expect(received({ code: 39, domain: 12, message: 'unknown procedure: 454' }).code).toBe('rpc')
  })

  test.each([
    [62, 30, errorTable.noSecret.number],
    [62, 33, errorTable.noNwfilter.number],
    [64, 10, errorTable.operationTimeout.number],
    [65, 1, errorTable.migratePersistFailed.number],
  ])('%i of domain %i means %i', (code, domain, meant) => {
    expect(received({ code, domain, message: 'x' }).number).toBe(meant)
  })

  test('of a number that is not in the table is an internal one', () => {
    expect(received({ code: 4711, domain: 4711, message: null })).toMatchObject({
      code: 'internalError',
      domain: 'none',
      message: 'the server gave no reason',
    })
  })
})
