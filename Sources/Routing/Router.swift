package import Canonical
package import Diagnostics
import FHIRPath
package import Tree

/// Which destinations one message is due at, and why.
package struct RouteDecision: Sendable, Hashable {
    package struct Rule: Sendable, Hashable {
        package var name: String
        package var isMatched: Bool
        /// False for rules behind the one that decided, where the first match does.
        package var wasAsked: Bool
        package var destinations: [String]
        package var because: String
        /// `%event = 'order-placed' is true`: parts of the condition with their truth, never a value of the message.
        package var reasons: [String]
    }
    /// In the order of the rules, each once.
    package var destinations: [String] = []
    package var rules: [Rule] = []
    /// Rules that failed while they ran; they do not match.
    package var issues: [Diagnostic] = []
}

/// Decides for canonical messages. Pure: the same message gives the same decision.
///
/// ```
/// let decision = Router(routes).route(canonical: bundle, feed: feed)
/// ```
package struct Router: Sendable {
    package let routes: Routes

    package init(_ routes: Routes) { self.routes = routes }

    package func route(canonical: Tree, feed: Feed, explaining: Bool = false) -> RouteDecision {
        var decision = RouteDecision()
        var context = EvaluationContext(trees: [canonical], model: FHIRTypeModel.r4)
        context.budget = Budget(steps: 2_000_000, memory: 16 << 20)
        context.environment["event"] = .one(.string(event(of: canonical)))
        context.environment["trust"] = .one(.string(feed.trust))
        context.environment["feed"] = .one(.string(feed.name))
        var isDecided = false
        for rule in routes.rules {
            var outcome = RouteDecision.Rule(
                name: rule.name, isMatched: false, wasAsked: !isDecided, destinations: rule.destinations,
                because: rule.because, reasons: [])
            if !isDecided {
                do throws(Diagnostic) {
                    try bind(rule.variables, &context)
                    outcome.isMatched = try isTrue(rule.program, &context) == true
                    if explaining { outcome.reasons = reasons(rule, &context) }
                } catch {
                    // The text of an evaluation error may quote a value: only its code and the rule are told.
                    decision.issues.append(
                        Diagnostic(
                            code: "route-failed", "the route \(rule.name) failed (\(error.code)); it does not match"))
                }
                if outcome.isMatched {
                    for destination in rule.destinations where !decision.destinations.contains(destination) {
                        decision.destinations.append(destination)
                    }
                    isDecided = routes.mode == .first
                }
            }
            decision.rules.append(outcome)
        }
        return decision
    }

    private func event(of tree: Tree) -> String {
        guard let header = tree.first("entry", "resource") else { return "" }
        return tree.text("event", "code", from: header) ?? tree.text("eventCoding", "code", from: header) ?? ""
    }

    /// Evaluates the declared variables that are needed and not yet known, in their order.
    private func bind(_ names: Set<String>, _ context: inout EvaluationContext) throws(Diagnostic) {
        guard !names.isEmpty else { return }
        var needed = names
        for variable in routes.variables.reversed() where needed.contains(variable.name) {
            needed.formUnion(variable.variables)
        }
        for variable in routes.variables where needed.contains(variable.name) && context.environment[variable.name] == nil {
            let items = try variable.program.evaluate(in: &context)
            context.environment[variable.name] = items
        }
    }

    private func isTrue(_ program: Program, _ context: inout EvaluationContext) throws(Diagnostic) -> Bool? {
        let items = try program.evaluate(in: &context)
        guard items.count == 1 else { return items.isEmpty ? nil : false }
        if case .boolean(let value) = items[0] { return value }
        if case .boolean(let value)? = context.system(items[0]) { return value }
        return false
    }

    private func reasons(_ rule: Routes.Rule, _ context: inout EvaluationContext) -> [String] {
        rule.parts.map { part in
            let text = part.expression.source.text
            do throws(Diagnostic) {
                switch try isTrue(part, &context) {
                case true?: return "\(text) is true"
                case false?: return "\(text) is false"
                case nil: return "\(text) is empty"
                }
            } catch {
                return "\(text) failed"
            }
        }
    }
}
