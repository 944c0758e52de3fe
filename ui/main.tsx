import { render } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { keyPressed, useKeys } from './keyboard.ts'
import { Layout, Title } from './layout.tsx'
import { begin, tokenFromAddress } from './log-in.ts'
import { address, followLinks, navigate, type Route, useRoute } from './router.ts'
import { useSession } from './session.ts'
import { applyTheme, THEME_CHANGED } from './theme.ts'
import { AnalyzeView } from './views/analyze.tsx'
import { FindingView } from './views/finding.tsx'
import { FlameView } from './views/flame.tsx'
import { InboxView } from './views/inbox.tsx'
import { LoginView } from './views/login.tsx'
import { ReportsView, ReportView } from './views/reports.tsx'
import { SearchView } from './views/search.tsx'
import { ServiceView } from './views/service.tsx'
import { SettingsView } from './views/settings.tsx'

/** The page: one view an address, and the login in its place where nobody is logged in. */
function Page() {
  const route = useRoute()
  const session = useSession()
  useKeys(useMemo(() => ({ 'g i': () => navigate(address.inbox) }), []))
  useEffect(() => void begin(), [])
  return <Layout>{session === null ? <LoginView /> : viewOf(route)}</Layout>
}

function viewOf(route: Route) {
  switch (route.view) {
    case 'inbox':
      return <InboxView query={route.query} />
    case 'finding':
      return <FindingView key={route.id} service={route.service} id={route.id} query={route.query} />
    case 'service':
      return <ServiceView key={route.service} service={route.service} query={route.query} />
    case 'flame':
      return <FlameView key={route.service} service={route.service} query={route.query} />
    case 'analyze':
      return <AnalyzeView />
    case 'search':
      return <SearchView query={route.query} />
    case 'settings':
      return <SettingsView />
    case 'reports':
      return <ReportsView />
    case 'report':
      return <ReportView key={route.date} date={route.date} />
    case 'unknown':
      return (
        <>
          <Title text="No such page" />
          <p>
            There is nothing at this address. <a href={address.inbox}>The inbox</a> leads to everything.
          </p>
        </>
      )
  }
}

applyTheme()
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
  dispatchEvent(new Event(THEME_CHANGED)),
)
addEventListener('click', followLinks)
addEventListener('keydown', keyPressed)
addEventListener('hashchange', () => void begin())
const page = document.getElementById('page')
if (page !== null) {
  // A token in the address is exchanged before anything is asked for.
  const ready = tokenFromAddress() === undefined ? Promise.resolve() : begin()
  void ready.then(() => render(<Page />, page))
}
