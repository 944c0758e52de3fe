import { tenants } from '#shared/store/tenants.ts'
import { tokenStore } from '#shared/store/token-store.ts'
import { tenantsContract } from '#test/contract/tenants.ts'
import { overRowStores } from '#test/support/stores.ts'

overRowStores('tenants', (make) =>
  tenantsContract(() => ({ tenants: tenants(make()), tokens: tokenStore(make()) })),
)
