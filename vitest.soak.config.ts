import { defineConfig } from 'vitest/config'

/** Long tests that are no part of `npm test`: `npx vitest run --config vitest.soak.config.ts`. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.test.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    reporters: ['verbose'],
  },
})
