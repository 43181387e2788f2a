import { describe, expect, test } from 'vitest'
import { formatDomain, parseDomain } from '../../../../src/core/config/index.ts'

const vnc = "<graphics type='vnc'/>"

function cardsOf(type: string, os: string, devices: string) {
  const doc = parseDomain(
    `<domain type='${type}'><name>d</name><memory>1024</memory><os>${os}</os><devices>${devices}</devices></domain>`,
  )
  return doc.devices.videos?.map(({ model }) => model)
}

describe('a display without a video card', () => {
  test.each([
    ['test', "<type arch='x86_64'>hvm</type>", { type: 'cirrus', vram: 16384 }],
    ['test', '<type>hvm</type>', { type: 'cirrus', vram: 16384 }],
    ['test', "<type arch='ppc64le'>hvm</type>", { type: 'vga', vram: 16384 }],
    ['test', '<type>xen</type>', { type: 'xen', vram: 4096 }],
    ['xen', '<type>hvm</type>', { type: 'cirrus', vram: 16384 }],
    ['xen', '<type>linux</type>', { type: 'xen', vram: 4096 }],
    ['bhyve', '<type>hvm</type>', { type: 'gop', vram: 16384 }],
    ['vmware', '<type>hvm</type>', { type: 'vmvga', vram: 4096 }],
    ['vbox', '<type>hvm</type>', { type: 'vbox' }],
    ['vz', '<type>hvm</type>', { type: 'vga', vram: 16384 }],
    ['vz', '<type>exe</type>', { type: 'parallels' }],
  ])('brings that of the hypervisor: type %s, %s', (type, os, card) => {
    expect(cardsOf(type, os, vnc)).toEqual([{ ...card, heads: 1, primary: true }])
  })

  test('is left to the driver of QEMU, which knows its emulator', () => {
    expect(cardsOf('qemu', '<type>hvm</type>', vnc)).toBeUndefined()
  })

  test('is one card for all displays, and prints as it will be read', () => {
    const doc = parseDomain(
      `<domain type='test'><name>d</name><memory>1024</memory><os><type>hvm</type></os><devices>${vnc}<graphics type='sdl'/></devices></domain>`,
    )
    expect(doc.devices.videos).toHaveLength(1)
    expect(parseDomain(formatDomain(doc))).toEqual(doc)
  })
})

test('a card that is named stays the only one, also one that is none', () => {
  const none = "<video><model type='none'/></video>"
  expect(cardsOf('test', '<type>hvm</type>', vnc + none)).toEqual([{ type: 'none' }])
})

test('without a display there is no card', () => {
  expect(cardsOf('test', '<type>hvm</type>', '')).toBeUndefined()
})
