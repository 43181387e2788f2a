import type { Notification } from '../engine/notify/notification.ts'
import type { Oid } from '../engine/oid.ts'
import { Instances } from '../smi/instances.ts'
import { cutText } from '../values.ts'
import { virtgateMib } from './virtgate-mib.ts'

/** The notification that shows an operator whether notifications arrive. */
export function testNotification(base: Oid, version: string): Notification {
  const objects = new Instances(virtgateMib, base)
  return {
    oid: objects.notification('vgTestNotification'),
    contextName: '',
    variables: [objects.variable('vgGatewayVersion', [0], cutText(version))],
  }
}
