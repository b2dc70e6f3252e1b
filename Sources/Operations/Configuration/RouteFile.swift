import Canonical
package import Diagnostics
import Pipeline
package import Routing
import YAML

extension HubConfiguration {
    /// Reads and checks `routes.yaml` against the destinations that messages can be routed to.
    package func loadRoutes() -> (routes: Routes?, diagnostics: [Diagnostic]) {
        let findings = Findings()
        guard let root = ConfigurationFile.root(routesFile, findings) else { return (nil, findings.diagnostics) }
        let names = RouteNames(feeds: feeds.map(\.name), trusts: Set(feeds.map(\.trust) + trusts.map(\.ods)).sorted())
        let routes = Routes.load(root, destinations: destinations.filter(\.isRoutable).map(\.name), names: names, findings)
        return (findings.hasErrors ? nil : routes, findings.diagnostics)
    }
}
