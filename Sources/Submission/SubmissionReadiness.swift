import Canonical
package import Record
import Tree

/// Whether an order can go to the nation.
package enum SubmissionReadiness: Sendable, Hashable {
    case ready(SendPermit)
    /// In the order of the Master Data Set.
    case incomplete([MissingElement])
    /// Consent refuses; it may allow it later.
    case refused(ConsentRefusal)
    /// The person has withdrawn.
    case withdrawn
    /// The order was cancelled before the nation heard of it: nothing is due unless it is taken up again.
    case cancelled

    package static let cancelledDetail = "order-cancelled"

    /// Free of patient data.
    package var detail: String {
        switch self {
        case .ready: ""
        case .incomplete(let missing): missing.map { "\($0.code) \($0.name)" }.joined(separator: "; ")
        case .refused(let refusal): refusal.rawValue
        case .withdrawn: ConsentRefusal.withdrawn.rawValue
        case .cancelled: Self.cancelledDetail
        }
    }
}

/// A mandatory element of the Genomics Master Data Set v1.04 that the record does not have.
package struct MissingElement: Sendable, Hashable {
    package var code: String
    package var name: String

    init(_ code: String, _ name: String) {
        self.code = code
        self.name = name
    }
}

extension SubmissionReadiness {
    /// - Parameter hasReachedNation: a cancelled order is told only to a nation that knows it.
    package static func assess(
        _ snapshot: PersonSnapshot, order id: String, on date: CalendarDate, hasReachedNation: Bool = false
    ) -> SubmissionReadiness? {
        OrderView(PersonView(snapshot), order: id).map { assess($0, on: date, hasReachedNation: hasReachedNation) }
    }

    static func assess(_ view: OrderView, on date: CalendarDate, hasReachedNation: Bool) -> SubmissionReadiness {
        let masks = view.standing.participant.kind == .pedigreeOnly
        let decision = ConsentRule.permit(
            purpose: .programme, standing: view.standing, on: date, collected: view.collected, masks: masks)
        // A withdrawal overtakes everything else.
        if decision.refusal == .withdrawn { return .withdrawn }
        if view.isRevoked {
            guard hasReachedNation else { return .cancelled }
            if let permit = decision.permit { return .ready(permit) }
        }
        var missing: [MissingElement] = []
        if !masks { missing += identity(view) }
        missing += request(view) + specimen(view)
        switch decision {
        case .refused(.unrecorded), .refused(.undecided):
            missing.append(MissingElement("ROD-5", "RoD - Patient choice status"))
            return .incomplete(missing)
        case .refused(let refusal): return .refused(refusal)
        case .permitted(let permit): return missing.isEmpty ? .ready(permit) : .incomplete(missing)
        }
    }

    private static func identity(_ view: OrderView) -> [MissingElement] {
        guard let patient = view.patient else { return [MissingElement("P-3", "Patient - Surname")] }
        var missing: [MissingElement] = []
        let tree = patient.tree
        let names = tree.children(of: .root, named: "name").filter { tree.text("use", from: $0) != "old" }
        func has(_ element: Name) -> Bool { names.contains { !(tree.text(element, from: $0) ?? "").isEmpty } }
        if !has("given") { missing.append(MissingElement("P-2", "Patient - First name")) }
        if !has("family") { missing.append(MissingElement("P-3", "Patient - Surname")) }
        if tree.text("birthDate") == nil { missing.append(MissingElement("P-4", "Patient - Date of birth")) }
        if tree.text("gender") == nil { missing.append(MissingElement("P-10", "Patient - Sex registered at birth")) }
        if OrderView.verifiedNumber(patient) == nil {
            let identifiers = OrderView.numbers(patient)
            if !identifiers.contains(where: { !$0.isNHSNumber }) {
                missing.append(MissingElement("P-16", "Patient - Local identifier"))
            }
            // A number that is there without a trace is its own reason (02, present but not traced).
            if !identifiers.contains(where: \.isNHSNumber), !hasReason(tree) {
                missing.append(MissingElement("P-17", "Patient - Reason for unavailable NHS number"))
            }
        }
        return missing
    }

    /// UK Core's reason extension, or a tracing status on an unusable number.
    private static func hasReason(_ tree: Tree) -> Bool {
        if tree.children(of: .root, named: Names.extension).contains(where: {
            (tree.text(Names.url, from: $0) ?? "").contains("NHSNumberUnavailableReason")
        }) {
            return true
        }
        return tree.children(of: .root, named: Names.identifier).contains { identifier in
            tree.children(of: identifier, named: Names.extension).contains {
                tree.text(Names.url, from: $0) == PatientFacts.verificationURL
            }
        }
    }

    private static func request(_ view: OrderView) -> [MissingElement] {
        var missing: [MissingElement] = []
        let tree = view.order.tree
        if !tree.children(of: .root, named: Names.identifier).contains(where: { tree.text(Names.value, from: $0) != nil }) {
            missing.append(MissingElement("TR-1", "Test request - Test request id"))
        }
        // A laboratory that reported before the order was complete has closed it: it is due all the same.
        let status = tree.text(Names.status) ?? ""
        if status != "active", status != "completed" {
            missing.append(MissingElement("TR-3", "Test request - active request"))
        }
        if !GenomicVocabulary.hasTestCode(tree, .root) {
            missing.append(MissingElement("TR-5", "Test request - High level test identifier"))
        }
        return missing
    }

    private static func specimen(_ view: OrderView) -> [MissingElement] {
        let id = MissingElement("PS-2", "Primary Sample - Id")
        let obtained = MissingElement("PS-10", "Primary Sample - Obtained date")
        let type = MissingElement("PS-11", "Primary Sample - Primary sample")
        if view.specimens.isEmpty { return [id, obtained, type] }
        var missing: [MissingElement] = []
        func lacks(_ has: (OrderView.Item) -> Bool) -> Bool { !view.specimens.allSatisfy(has) }
        if lacks({ $0.tree.text("identifier", "value") != nil || $0.tree.text("accessionIdentifier", "value") != nil }) {
            missing.append(id)
        }
        if lacks({ OrderView.collected($0) != nil }) { missing.append(obtained) }
        if lacks({ $0.tree.text("type", "coding", "code") != nil || $0.tree.text("type", "text") != nil }) {
            missing.append(type)
        }
        return missing
    }
}
