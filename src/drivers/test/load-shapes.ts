/** One size of the domains of the load option. */
export interface LoadShape {
  readonly title: string
  readonly memory: number
  readonly current: number
  readonly vcpus: number
  readonly online: number
  readonly disks: number
  readonly interfaces: number
}

/** Sizes of the domains of the load option, small ones more often than large ones. */
export const loadShapes: readonly LoadShape[] = [
  { title: 'small', memory: 1_048_576, current: 1_048_576, vcpus: 1, online: 1, disks: 1, interfaces: 1 },
  { title: 'small', memory: 2_097_152, current: 1_048_576, vcpus: 2, online: 1, disks: 1, interfaces: 1 },
  { title: 'web', memory: 4_194_304, current: 4_194_304, vcpus: 2, online: 2, disks: 1, interfaces: 2 },
  { title: 'small', memory: 2_097_152, current: 2_097_152, vcpus: 1, online: 1, disks: 1, interfaces: 1 },
  {
    title: 'database',
    memory: 33_554_432,
    current: 16_777_216,
    vcpus: 8,
    online: 4,
    disks: 2,
    interfaces: 1,
  },
]

function repeated(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('\n')
}

/** A document of a shape; name, UUID, images and addresses are put in later. */
export function loadXml(shape: LoadShape): string {
  const letter = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index)
  return `<domain type='test'>
  <name>load</name>
  <uuid>10adc0de-0000-4000-8000-000000000000</uuid>
  <title>${shape.title}</title>
  <memory>${shape.memory}</memory>
  <currentMemory>${shape.current}</currentMemory>
  <vcpu current='${shape.online}'>${shape.vcpus}</vcpu>
  <os><type arch='i686'>hvm</type></os>
  <devices>
    ${repeated(
      shape.disks,
      (index) => `<disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/load/image'/>
      <target dev='vd${letter(index)}' bus='virtio'/>
    </disk>`,
    )}
    ${repeated(
      shape.interfaces,
      (index) => `<interface type='network'>
      <mac address='52:54:00:00:00:0${index}'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>`,
    )}
    <memballoon model='virtio'/>
  </devices>
</domain>`
}
