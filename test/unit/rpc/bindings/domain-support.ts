import type { RemoteNonnullDomain } from '../../../../src/rpc/wire/generated/types.ts'

/** The domain that the default node of the test driver has. */
export const testDomain: RemoteNonnullDomain = {
  name: 'test',
  uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f',
  id: 1,
}

/** A document of a small domain. */
export function documentOf(name: string, more = ''): string {
  return `<domain type='test'><name>${name}</name><memory>262144</memory><vcpu>4</vcpu>
    <os><type>hvm</type></os><devices><disk type='file'><source file='/x/a.img'/><target dev='vda'/></disk>
    <interface type='network'><mac address='52:54:00:11:22:33'/><source network='default'/></interface>
    <memballoon model='virtio'/></devices>${more}</domain>`
}
