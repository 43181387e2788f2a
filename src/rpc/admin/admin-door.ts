import type { ServerContext } from '../server/context.ts'
import type { Door } from '../server/door.ts'
import { routesOf } from '../server/routes.ts'
import { programs } from '../wire/index.ts'
import { adminCalls } from './admin-calls.ts'
import { AdminGuard } from './admin-guard.ts'
import type { AdminParts } from './admin-parts.ts'

/** The way in for administrators: behind it is the admin program, and nothing of hypervisors. */
export function adminDoor(context: ServerContext, parts: AdminParts): Door {
  return {
    context,
    authentication: new AdminGuard(parts.accounts),
    programs: new Map([[programs.admin.number, { routes: routesOf('admin', {}), own: adminCalls(parts) }]]),
  }
}
