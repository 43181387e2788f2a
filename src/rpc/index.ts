export { type RpcOptions, type RpcSettings, type RpcSurface, startRpc } from './server/surface.ts'
