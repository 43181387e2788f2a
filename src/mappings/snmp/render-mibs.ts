import type { Oid } from './engine/oid.ts'
import { libvirtMib } from './libvirt/libvirt-mib.ts'
import { renderMib } from './smi/render.ts'
import { supportMibs } from './support/modules.ts'
import { virtgateBase } from './virtgate/base.ts'
import { virtgateMib } from './virtgate/virtgate-mib.ts'
import { vmMib } from './vm/vm-mib.ts'

/** The texts of all modules by file name; `base` is where VIRTGATE-MIB hangs. */
export function renderMibs(base: Oid = virtgateBase): Map<string, string> {
  const texts = new Map<string, string>()
  for (const mib of supportMibs) texts.set(`${mib.module}.txt`, renderMib(mib))
  texts.set(`${vmMib.module}.txt`, renderMib(vmMib))
  texts.set(`${libvirtMib.module}.txt`, renderMib(libvirtMib))
  texts.set(`${virtgateMib.module}.txt`, renderMib(virtgateMib, base))
  return texts
}
