package import Canonical
package import Tree

/// What one Consent resource says.
package struct ConsentStatement: Sendable, Hashable {
    package enum Topic: Sendable, Hashable {
        /// The record of discussion: taking part, the test and what goes to the nation.
        case programme
        case research
        /// Sharing of the care record and the like: says nothing of programme or research.
        case other
    }
    package enum Decision: Sendable, Hashable {
        case yes, no, undecided
        case withdrawn(ConsentChoices.Withdrawal)
        /// Entered in error: as if never said.
        case void
    }

    package var topic: Topic
    package var decision: Decision
    /// A choice about research inside a record of discussion.
    package var research: ConsentChoices.Choice?
    package var decidedOn: CalendarDate?
    package var until: CalendarDate?
    package var decider: ConsentChoices.Decider

    /// Reads a Consent resource; `withdrawnByEvent` when the message that brought it was a withdrawal.
    package init(_ tree: Tree, _ node: Tree.ID = .root, withdrawnByEvent: Bool = false) {
        let categories = tree.children(of: node, named: "category").flatMap { category in
            tree.children(of: category, named: Names.coding).compactMap { coding in
                tree.text(Names.code, from: coding).map { (tree.text(Names.system, from: coding) ?? "", $0) }
            }
        }
        topic = Self.topic(scope: Self.codes(tree, "scope", of: node), categories: categories.map(\.1))
        decidedOn = tree.text("dateTime", from: node).flatMap { CalendarDate($0) }
        decider = categories.lazy.compactMap { Self.deciders[$0.1] }.first ?? .unknown
        var isDenied = false
        if let provision = tree.child(of: node, named: "provision") {
            isDenied = tree.text("type", from: provision) == "deny"
            until = tree.text("period", "end", from: provision).flatMap { CalendarDate($0) }
            research = Self.research(tree, provision)
        }
        let extent: ConsentChoices.Withdrawal =
            categories.contains { $0.1 == ConsentVocabulary.partialWithdrawal } ? .partial : .full
        switch tree.text(Names.status, from: node) ?? "" {
        // A general denial with a permission inside for research is how a choice about research is written.
        case "active": decision = Self.isOptOut(tree, node) || isDenied && research != .yes ? .no : .yes
        case "rejected": decision = .no
        case "inactive": decision = .withdrawn(extent)
        case "entered-in-error": decision = .void
        default: decision = .undecided
        }
        if withdrawnByEvent, decision != .void { decision = .withdrawn(extent) }
    }

    private static func topic(scope: [String], categories: [String]) -> Topic {
        if categories.contains(ConsentVocabulary.programme) { return .programme }
        if scope.contains("research") { return .research }
        if scope.contains("treatment") { return .programme }
        // The NHS record of discussion has scope patient-privacy and category RESEARCH. That a privacy consent is a document
        // (LOINC 59284-0, in most systems' consents) makes it none.
        return categories.contains { $0 == "RESEARCH" || $0 == "research" } ? .programme : .other
    }

    /// In force, and what it puts in force is a no: `OPTOUT` of v3-ActCode (`OPTOUTE` with exceptions), a policy `…/opt-out`.
    private static func isOptOut(_ tree: Tree, _ node: Tree.ID) -> Bool {
        let policies = tree.children(of: node, named: "policy").compactMap { tree.text("uri", from: $0) }
        return (codes(tree, "policyRule", of: node) + policies).contains {
            $0 == "OPTOUT" || $0 == "OPTOUTE" || $0.hasSuffix("/opt-out")
        }
    }

    /// Of a concept that stands once.
    private static func codes(_ tree: Tree, _ concept: Name, of node: Tree.ID) -> [String] {
        guard let concept = tree.child(of: node, named: concept) else { return [] }
        return tree.children(of: concept, named: Names.coding).compactMap { tree.text(Names.code, from: $0) }
    }

    /// The first provision, at any depth, whose purpose is research.
    private static func research(_ tree: Tree, _ provision: Tree.ID, depth: Int = 0) -> ConsentChoices.Choice? {
        guard depth < 8 else { return nil }
        let isResearch = tree.children(of: provision, named: "purpose").contains {
            ["HRESCH", "CLINTRCH", "BIORCH", "DISRCH"].contains(tree.text(Names.code, from: $0) ?? "")
        }
        if isResearch { return tree.text("type", from: provision) == "deny" ? .no : .yes }
        for inner in tree.children(of: provision, named: "provision") {
            if let choice = research(tree, inner, depth: depth + 1) { return choice }
        }
        return nil
    }

    /// https://fhir.nhs.uk/CodeSystem/patient-choice-category-genomics
    private static let deciders: [String: ConsentChoices.Decider] = [
        "adult-own-choice": .adult, "adult-lack-capacity": .consultee, "child": .parent, "clinician": .clinician,
        "deceased": .afterDeath,
    ]
}

/// Codes by which a canonical Consent says what the national vocabulary has no word for (`Consent.category`).
package enum ConsentVocabulary {
    package static let system = "https://genomics-hub.example/CodeSystem/consent"
    package static let programme = "programme"
    package static let fullWithdrawal = "withdrawal-full"
    package static let partialWithdrawal = "withdrawal-partial"
}

extension ConsentChoices {
    /// A statement and when the record heard it, for the order of those that give no date.
    package struct Heard: Sendable, Hashable {
        package var statement: ConsentStatement
        package var at: Milliseconds
        package init(_ statement: ConsentStatement, at: Milliseconds) {
            self.statement = statement
            self.at = at
        }
        /// When it was decided. A form that is marked as withdrawn often keeps the date of its giving, so a withdrawal
        /// counts from its event on.
        fileprivate var decided: CalendarDate {
            let heard = CalendarDate(milliseconds: at)
            guard let date = statement.decidedOn else { return heard }
            return isWithdrawal && heard.latest > date.latest ? heard : date
        }
        fileprivate var day: Int { decided.latest }
        fileprivate var isWithdrawal: Bool {
            if case .withdrawn = statement.decision { return true }
            return false
        }
    }

    /// What all statements together mean: the later day decides, and of one day a withdrawal does.
    package init(combining statements: [Heard]) {
        self.init()
        let ordered = statements.sorted { a, b in
            if a.day != b.day { return a.day < b.day }
            if a.isWithdrawal != b.isWithdrawal { return b.isWithdrawal }
            return a.at < b.at
        }
        for heard in ordered { hear(heard) }
    }

    private mutating func hear(_ heard: Heard) {
        let said = heard.statement
        let day = heard.decided
        switch (said.topic, said.decision) {
        case (_, .void): return
        case (.programme, .yes):
            programme = .yes
            withdrawal = .none
            withdrawnOn = nil
            givenOn = day
            until = said.until
            decider = said.decider
        case (.programme, .no): programme = .no
        // A form that is to follow doesn't unsay an earlier answer.
        case (.programme, .undecided): if programme == .unrecorded { programme = .undecided }
        case (.programme, .withdrawn(let extent)):
            // A partial withdrawal after a full one gives nothing back.
            if withdrawal != .full { withdrawal = extent }
            withdrawnOn = withdrawnOn ?? day
        case (.research, .yes): research = .yes
        case (.research, .no), (.research, .withdrawn): research = .no
        case (.research, .undecided): if research == .unrecorded { research = .undecided }
        case (.other, _): break
        }
        switch said.decision {
        case .yes, .no: if let choice = said.research { research = choice }
        case .undecided, .withdrawn, .void: break
        }
    }
}
