import { expect, test } from 'vitest'
import { frame } from './support/annotated.ts'
import { InProcessAgent, testBoots, testEngineId, testKeys } from './support/in-process.ts'
import { sampleModule } from './support/sample-module.ts'
import { decodeV3 } from './support/v3.ts'

// Requests sent by net-snmp 5.9.3 (Debian 12), captured on loopback; the responses are what it accepted and printed.

function agent(): InProcessAgent {
  return new InProcessAgent({
    access: { communities: [{ name: 'public', view: 'all' }] },
    modules: [sampleModule()],
    groups: { ann: 'admins' },
  })
}

test('snmpget -v1 of a text', () => {
  const request = frame(`
    30 2d                                     // message, 45 octets
      02 01 00                                // version: SNMPv1
      04 06 70 75 62 6c 69 63                 // community "public"
      a0 20                                   // GetRequest
        02 04 74 bf 3d 7b                     // request-id 1958690171
        02 01 00                              // error-status 0
        02 01 00                              // error-index 0
        30 12 30 10                           // one variable
          06 0c 2b 06 01 04 01 81 fd 59 07 01 01 00   // 1.3.6.1.4.1.32473.7.1.1.0
          05 00                               // NULL
  `)
  const response = frame(`
    30 32                                     // message, 50 octets
      02 01 00                                // version: SNMPv1
      04 06 70 75 62 6c 69 63                 // community "public"
      a2 25                                   // Response
        02 04 74 bf 3d 7b                     // request-id 1958690171
        02 01 00                              // error-status noError
        02 01 00                              // error-index 0
        30 17 30 15                           // one variable
          06 0c 2b 06 01 04 01 81 fd 59 07 01 01 00   // the same name
          04 05 68 65 6c 6c 6f                // OCTET STRING "hello"
  `)
  expect(agent().ask(request)?.toString('hex')).toBe(response.toString('hex'))
})

test('snmpget -v2c of the greatest Counter64', () => {
  const request = frame(`
    30 2d                                     // message
      02 01 01                                // version: SNMPv2c
      04 06 70 75 62 6c 69 63                 // community "public"
      a0 20                                   // GetRequest
        02 04 48 4a 72 a6                     // request-id 1212838566
        02 01 00  02 01 00                    // error-status, error-index
        30 12 30 10                           // one variable
          06 0c 2b 06 01 04 01 81 fd 59 07 01 03 00   // 1.3.6.1.4.1.32473.7.1.3.0
          05 00                               // NULL
  `)
  const response = frame(`
    30 36                                     // message
      02 01 01                                // version: SNMPv2c
      04 06 70 75 62 6c 69 63                 // community "public"
      a2 29                                   // Response
        02 04 48 4a 72 a6                     // request-id 1212838566
        02 01 00  02 01 00                    // noError, 0
        30 1b 30 19                           // one variable
          06 0c 2b 06 01 04 01 81 fd 59 07 01 03 00   // the same name
          46 09 00 ff ff ff ff ff ff ff ff    // Counter64 18446744073709551615: nine octets, as it is not negative
  `)
  expect(agent().ask(request)?.toString('hex')).toBe(response.toString('hex'))
})

test('snmpbulkget -v2c -Cn1 -Cr2 of a scalar and a column', () => {
  const request = frame(`
    30 3e                                     // message
      02 01 01                                // version: SNMPv2c
      04 06 70 75 62 6c 69 63                 // community "public"
      a5 31                                   // GetBulkRequest
        02 04 58 1f c8 72                     // request-id 1478477938
        02 01 01                              // non-repeaters 1
        02 01 02                              // max-repetitions 2
        30 23                                 // two variables
          30 0f 06 0b 2b 06 01 04 01 81 fd 59 07 01 01 05 00      // 1.3.6.1.4.1.32473.7.1.1
          30 10 06 0c 2b 06 01 04 01 81 fd 59 07 02 01 03 05 00   // 1.3.6.1.4.1.32473.7.2.1.3
  `)
  const response = frame(`
    30 5a                                     // message
      02 01 01                                // version: SNMPv2c
      04 06 70 75 62 6c 69 63                 // community "public"
      a2 4d                                   // Response
        02 04 58 1f c8 72                     // request-id 1478477938
        02 01 00  02 01 00                    // noError, 0
        30 3f                                 // three variables: one single, two of the column
          30 15 06 0c 2b 06 01 04 01 81 fd 59 07 01 01 00         // 1.3.6.1.4.1.32473.7.1.1.0
                04 05 68 65 6c 6c 6f          // "hello"
          30 12 06 0d 2b 06 01 04 01 81 fd 59 07 02 01 03 01      // 1.3.6.1.4.1.32473.7.2.1.3.1
                42 01 01                      // Gauge32 1
          30 12 06 0d 2b 06 01 04 01 81 fd 59 07 02 01 03 03      // row 2 has no such cell: ...3.3
                42 01 03                      // Gauge32 3
  `)
  expect(agent().ask(request)?.toString('hex')).toBe(response.toString('hex'))
})

test('the discovery that snmpget -v3 begins with', () => {
  const request = frame(`
    30 3e                                     // message
      02 01 03                                // version: SNMPv3
      30 11                                   // header
        02 04 19 1f 96 34                     // msgID 421500468
        02 03 00 ff e3                        // msgMaxSize 65507
        04 01 04                              // msgFlags: reportable
        02 01 03                              // msgSecurityModel: USM
      04 10 30 0e                             // security parameters
        04 00                                 // engine id: not known yet
        02 01 00  02 01 00                    // boots 0, time 0
        04 00                                 // user: none
        04 00  04 00                          // no digest, no salt
      30 14                                   // scoped PDU
        04 00  04 00                          // context engine id and context name: empty
        a0 0e                                 // GetRequest
          02 04 33 cb ed 0b                   // request-id 869002507
          02 01 00  02 01 00                  // error-status, error-index
          30 00                               // no variables
  `)
  const response = frame(`
    30 69                                     // message
      02 01 03                                // version: SNMPv3
      30 11                                   // header
        02 04 19 1f 96 34                     // the same msgID
        02 03 00 ff e3                        // msgMaxSize 65507
        04 01 00                              // msgFlags: none, as a Report is not answered
        02 01 03                              // msgSecurityModel: USM
      04 1d 30 1b                             // security parameters
        04 0d 80 00 7e d9 05 01 02 03 04 05 06 07 08   // our engine id
        02 01 07  02 01 00                    // boots 7, time 0
        04 00                                 // user: none
        04 00  04 00                          // no digest, no salt
      30 32                                   // scoped PDU
        04 0d 80 00 7e d9 05 01 02 03 04 05 06 07 08   // context engine id
        04 00                                 // context name: empty
        a8 1f                                 // Report
          02 04 33 cb ed 0b                   // the same request-id
          02 01 00  02 01 00                  // noError, 0
          30 11 30 0f                         // one variable
            06 0a 2b 06 01 06 03 0f 01 01 04 00   // usmStatsUnknownEngineIDs.0
            41 01 01                          // Counter32 1
  `)
  expect(agent().ask(request)?.toString('hex')).toBe(response.toString('hex'))
})

test('snmpget -v3 with SHA-256 and AES-128', () => {
  const request = frame(`
    30 81 8f                                  // message, 143 octets
      02 01 03                                // version: SNMPv3
      30 11                                   // header
        02 04 19 1f 96 33                     // msgID 421500467
        02 03 00 ff e3                        // msgMaxSize 65507
        04 01 07                              // msgFlags: reportable, encrypted, authenticated
        02 01 03                              // msgSecurityModel: USM
      04 40 30 3e                             // security parameters
        04 0d 80 00 7e d9 05 01 02 03 04 05 06 07 08   // engine id
        02 01 07  02 01 00                    // boots 7, time 0
        04 03 61 6e 6e                        // user "ann"
        04 18 3b 45 4b 96 b6 53 9e d3 33 6f 7a 33 50 6d
              83 24 cf c8 53 5e cd 1c c7 7f   // digest, 24 octets
        04 08 99 19 1f 4f 1b 83 5c 41         // salt
      04 35                                   // encrypted scoped PDU
        29 9f 93 70 2f a8 c6 5e 94 29 8b 7a eb 91 36 65 32 e8 9f 79 e8 00 18 f6 12 72 fc
        d0 33 bf 0b 0a 45 32 61 d9 77 f0 cc 87 3e a3 d1 09 22 a6 f3 c5 0a ee 65 86 06
  `)
  const under = agent()
  const answer = decodeV3(under.ask(request) as Buffer, testKeys)
  expect(answer).toMatchObject({ flags: 3, boots: testBoots, time: 0, user: 'ann', context: '' })
  expect(answer.engineId.equals(testEngineId)).toBe(true)
  expect(answer.pdu).toMatchObject({
    tag: 0xa2,
    status: 0,
    variables: [{ name: '1.3.6.1.4.1.32473.7.1.1.0', value: '"hello"' }],
  })
  expect(under.counters.usmStatsWrongDigests).toBe(0)
})
