// Mapping: from what a trust sends to the canonical message.
//
// Owns: the mapping language (Language), its checks and compilation to plans (Compile), releases of maps with a content
// hash (Release), the functions maps can call (Functions) and the machine that runs a plan over a message (Run).
// It runs no task and keeps nothing between messages: `Mapper.map` is a pure function of (bytes, feed, release). Memory is
// bounded by the readers' limits and a budget of steps; when it stops nothing can be lost.

package import Canonical
import Diagnostics
import FHIR
import HL7v2
import Tree

/// Maps the messages of one feed under one release.
///
/// ```
/// let mapper = Mapper(release: release, feed: feed, identity: identity, environment: .test)
/// let result = mapper.map(bytes)
/// ```
/// Pure: the same bytes give the same result, byte for byte. Never throws, never traps: what cannot be mapped is
/// quarantined with issues.
package struct Mapper: Sendable {
    package let release: Release
    package let feed: Feed
    package let environment: Environment
    let identity: RegionalIdentity
    let plan: Plan
    let constants: FeedConstants
    private let charset: Charset?
    private let validator = Validator(deletion: HubExtension.delete)

    package init(release: Release, feed: Feed, identity: RegionalIdentity, environment: Environment) {
        self.release = release
        self.feed = feed
        self.identity = identity
        self.environment = environment
        plan = feed.overlay.flatMap { release.plans[$0] } ?? release.base
        constants = FeedConstants(feed, release, plan)
        charset = Charset(feed.charset)
    }

    /// What the maps of a message may be called: its event and its structure; empty when nobody can read it.
    package static func names(of bytes: [UInt8], for feed: Feed) -> Set<String> {
        switch feed.format {
        case .hl7v2:
            let reading = MessageReader(defaultCharset: Charset(feed.charset)).read(bytes)
            guard reading.isUsable, let header = reading.tree.segment("MSH") else { return [] }
            func text(_ component: Int) -> String { reading.tree.text(of: header, field: 9, component: component) ?? "" }
            return ["\(text(1))^\(text(2))", reading.structure]
        case .fhir:
            let document = FHIRDocument.read(bytes, as: feed.release)
            guard let tree = document.tree, !document.hasErrors else { return [] }
            let type = tree.text(of: .root)
            let names: Set = ["\(type)^\(trigger(of: tree) ?? "")", type]
            return document.release == .r4 ? names : names.union([Conversions.name])
        }
    }

    /// The event that a message of FHIR says.
    private static func trigger(of tree: Tree) -> String? {
        guard let entry = tree.first("entry", "resource"), tree.text(of: entry) == "MessageHeader" else { return nil }
        return tree.text("event", "code", from: entry) ?? ""
    }

    package func map(_ bytes: [UInt8], trace: Bool = false) -> MappingResult {
        var result =
            switch feed.format {
            case .hl7v2: mapHL7(bytes, trace: trace)
            case .fhir: mapFHIR(bytes, trace: trace)
            }
        for index in result.issues.indices where result.issues[index].hint == nil {
            result.issues[index].hint = IssueCatalogue.nextStep(for: result.issues[index].code)
        }
        return result
    }

    // MARK: HL7 v2

    private func mapHL7(_ bytes: [UInt8], trace: Bool) -> MappingResult {
        var result = MappingResult()
        let reading = MessageReader(defaultCharset: charset).read(bytes)
        result.issues = reading.issues
        guard reading.isUsable else {
            if Batch.begins(bytes) { return unsplit(bytes, &result) }
            return quarantined(&result, code: reading.issues.first { $0.severity == .error }?.code ?? "unreadable", .invalid)
        }
        var tree = reading.tree
        result.issues += TextPlaces.of(reading.version).join(&tree, charset: reading.charset)
        guard let header = tree.segment("MSH") else {
            result.issues.append(Diagnostic(code: "header-missing", "the message has no MSH segment"))
            return quarantined(&result, code: "header-missing", .invalid)
        }
        func text(_ field: Int, _ component: Int = 1) -> String {
            tree.text(of: header, field: field, component: component) ?? ""
        }
        result.header.type = text(9, 1)
        result.header.trigger = text(9, 2)
        result.header.structure = reading.structure
        result.header.controlID = text(10)
        result.header.version = reading.version.rawValue
        result.header.facility = text(4)
        result.header.application = text(3)
        result.header.processingID = text(11)
        result.header.time = text(7)
        if let refusal = admission(result.header, tree) {
            result.issues.append(refusal.diagnostic)
            return quarantined(&result, code: refusal.diagnostic.code, refusal.category)
        }
        let event = result.header.type + "^" + result.header.trigger
        guard let message = plan.messages[event] ?? plan.messages[reading.structure] else {
            result.issues.append(unsupported(result.header))
            return quarantined(&result, code: "unsupported-message-type", .unsupported)
        }
        run(message, tree, bytes, &result, trace: trace)
        return result
    }

    private func unsupported(_ header: MessageSummary) -> Diagnostic {
        let supported = plan.messages.keys.sorted().joined(separator: ", ")
        let cause = "mapped are: \(supported.isEmpty ? "none" : supported)"
        let place = Location.message(MessagePosition("MSH-9"))
        if header.trigger.isEmpty, header.type != "ACK" {
            return Diagnostic(
                code: "unsupported-message-type", "MSH-9 names no event, so nobody knows what \(header.type) says", at: place,
                cause: cause, hint: "the sender names type and event in MSH-9 (ORU^R01)")
        }
        // An answer ends the exchange that it answers; whoever sent the question reads it.
        if Self.answers.contains(header.type) {
            return Diagnostic(
                code: "unsupported-message-type",
                "\(header.type)^\(header.trigger) answers another message and tells nothing new",
                at: place, cause: cause, hint: "have the trust send answers to who asked; discard this one with a reason")
        }
        return Diagnostic(
            code: "unsupported-message-type", "no map reads \(header.type)^\(header.trigger) (\(header.structure))", at: place,
            cause: cause,
            hint: "ask whether the hub should read it: add a message map with source: hl7v2 \(header.structure), "
                + "or have the trust stop sending it and discard with a reason")
    }

    private static let answers: Set<String> = [
        "ACK", "ADR", "MCF", "MFK", "OMB", "ORF", "ORL", "ORR", "OSR", "RAR", "RDR", "RSP", "RQR", "RRA", "RRD", "RRE", "RRG",
        "RRI", "SQR", "SRR", "TBR", "VXR", "VXX",
    ]

    /// A batch where one message should be: it was not whole, so nobody took it apart, or it came by a way that takes none apart.
    private func unsplit(_ bytes: [UInt8], _ result: inout MappingResult) -> MappingResult {
        let batch = Batch(splitting: bytes)
        result.issues =
            batch.issues.map { issue in
                var issue = issue
                issue.severity = .error
                return issue
            }
        if batch.isWhole {
            result.issues.append(
                Diagnostic(
                    code: "batch-unsplit", "a batch of \(batch.entries.count) messages stands where one message should",
                    at: .message(MessagePosition("BHS"))))
        }
        return quarantined(&result, code: result.issues.first?.code ?? "batch-unsplit", .invalid)
    }

    private func admission(_ header: MessageSummary, _ tree: Tree) -> (diagnostic: Diagnostic, category: FailureCategory)? {
        func at(_ field: Int) -> Location {
            let byte = tree.segment("MSH").flatMap { tree.field(field, of: $0) }.map { Int(tree[$0].source) }
            return .message(MessagePosition("MSH-\(field)", byteOffset: byte))
        }
        if environment == .production, header.processingID != "P" {
            return (
                Diagnostic(
                    code: "processing-id", "MSH-11 does not say P; only production messages enter production", at: at(11)),
                .unsupported
            )
        }
        if !feed.facilities.isEmpty, !feed.facilities.contains(header.facility) {
            return (
                Diagnostic(
                    code: "facility-refused", "the feed \(feed.name) does not speak for the facility in MSH-4", at: at(4),
                    hint: "add it to the feed's facilities when it should"),
                .invalid
            )
        }
        return nil
    }

    // MARK: FHIR

    private func mapFHIR(_ bytes: [UInt8], trace: Bool) -> MappingResult {
        var result = MappingResult()
        let (document, conversion) = read(bytes, trace: trace)
        result.issues = document.diagnostics
        if let conversion {
            result.accounting = conversion.counts
            result.unmapped = conversion.unmapped
        }
        guard let tree = document.tree, !document.hasErrors else {
            return quarantined(
                &result, code: document.diagnostics.first { $0.severity == .error }?.code ?? "unreadable", .invalid)
        }
        result.document = document
        let type = tree.text(of: .root)
        guard !type.isEmpty else {
            result.issues.append(
                Diagnostic(
                    code: "fhir-unknown-type", "this is no FHIR resource: it does not say its type",
                    cause: "a resource begins with its type: \"resourceType\": \"Bundle\"",
                    hint: "check which system publishes on this feed; discard with a reason if it is not meant for the hub"))
            return quarantined(&result, code: "fhir-unknown-type", .invalid)
        }
        result.header.type = type
        result.header.structure = type
        result.header.version = (conversion == nil ? FHIRRelease.r4 : .stu3).version
        result.header.controlID = tree.text("identifier", "value") ?? tree.text("id") ?? ""
        result.header.time = tree.text("timestamp") ?? tree.text("meta", "lastUpdated") ?? ""
        if let entry = tree.first("entry", "resource"), tree.text(of: entry) == "MessageHeader" {
            result.header.trigger = tree.text("event", "code", from: entry) ?? ""
            result.header.facility = tree.text("sender", "identifier", "value", from: entry) ?? ""
        }
        guard let message = plan.fhirMessages["\(type)^\(result.header.trigger)"] ?? plan.fhirMessages[type] else {
            result.issues.append(
                Diagnostic(
                    code: "unsupported-message-type", "no map reads the resource type \(type)",
                    cause: "mapped are: \(plan.fhirMessages.keys.sorted().joined(separator: ", "))",
                    hint: "add a message map with source: fhir-r4 \(type)"))
            return quarantined(&result, code: "unsupported-message-type", .unsupported)
        }
        run(message, tree, bytes, &result, trace: trace, conversion?.record)
        return result
    }

    /// The document as maps see it: in R4, whatever release it was written in.
    private func read(_ bytes: [UInt8], trace: Bool) -> (document: FHIRDocument, conversion: ConvertedDocument?) {
        var document = FHIRDocument.read(bytes, as: feed.release)
        guard document.release == .stu3, let tree = document.tree, !document.hasErrors else { return (document, nil) }
        let conversion = convert(tree, trace: trace)
        document.tree = conversion.tree
        // What maps made stands in no order of XML's.
        document.format = .json
        document.release = .r4
        document.diagnostics.append(
            Diagnostic(
                .information, code: "fhir-stu3", "the document is FHIR STU3's; it is read as R4 says it",
                hint: "nothing needs to be done; senders move to R4 in their own time"))
        document.diagnostics += conversion.issues
        if conversion.tree.isEmpty {
            document.tree = nil
            document.diagnostics.append(
                Diagnostic(
                    code: "unsupported-message-type", "R4 has no place for this resource of STU3, and no map makes one of it",
                    hint: "add a map with source: fhir-stu3 \(tree.text(of: .root))"))
        }
        return (document, conversion)
    }

    /// What the maps of another release make of a document, and nothing more: for fixtures beside these maps.
    func converted(_ bytes: [UInt8], trace: Bool) -> MappingResult {
        var result = MappingResult()
        let (document, conversion) = read(bytes, trace: trace)
        result.issues = document.diagnostics
        guard let tree = document.tree, let conversion else {
            return quarantined(&result, code: "unsupported-message-type", .unsupported)
        }
        result.header.type = tree.text(of: .root)
        result.accounting = conversion.counts
        result.unmapped = conversion.unmapped
        result.canonical = tree
        result.record = Trace(of: conversion.record, made: tree, plan: plan)
        if let stop = result.issues.first(where: { $0.severity == .error }) {
            quarantine(&result, code: stop.code, category(of: stop.code))
        } else {
            result.json = JSONWriter.write(tree)
            result.outcome = .mapped
        }
        return result
    }

    private func convert(_ tree: Tree, trace: Bool) -> ConvertedDocument {
        let made = withMachine(over: tree, trace: trace, conversion: plan.conversions) {
            $0.convert()
            return $0.conversionResult()
        }
        guard let made else { preconditionFailure("a document without a root was read") }
        return made
    }

    // MARK: both

    private func run(
        _ message: MessageCode, _ tree: Tree, _ bytes: [UInt8], _ result: inout MappingResult, trace: Bool,
        _ conversion: ConversionRecord? = nil
    ) {
        let isRun: Void? = withMachine(over: tree, trace: trace) {
            run(message, &$0, bytes, &result, trace: trace, conversion)
        }
        if isRun == nil { quarantine(&result, code: "unreadable", .invalid) }
    }

    /// A machine over the tree, in memory that the next message takes over; nil where nothing was read.
    private func withMachine<Result>(
        over tree: Tree, trace: Bool, conversion: ConversionCodes? = nil, _ body: (inout Machine) -> Result
    ) -> Result? {
        plan.code.withView { code in
            tree.nodes.withUnsafeBufferPointer { nodes in
                tree.bytes.withUnsafeBufferPointer { text in
                    // A tree that was read has a root, and bytes.
                    guard let first = nodes.baseAddress, let start = text.baseAddress else { return nil }
                    var machine = Machine(
                        plan: plan, code: code, feed: constants, identity: identity, source: tree, nodes: first, bytes: start,
                        workspace: plan.workspaces.take(), trace: trace, conversion: conversion)
                    let made = body(&machine)
                    plan.workspaces.giveBack(machine.workspace())
                    return made
                }
            }
        }
    }

    private func run(
        _ message: MessageCode, _ machine: inout Machine, _ bytes: [UInt8], _ result: inout MappingResult, trace: Bool,
        _ conversion: ConversionRecord?
    ) {
        let (header, identifier) = machine.begin()
        machine.frames.append(.node(0))
        let event = machine.prepare(message)
        machine.create(message.create)
        machine.run(message.checks)
        machine.redirectReferences(feed: constants)
        machine.finish(
            header: header, identifier: identifier, event: event, focus: message.focus,
            message: bytes, controlID: Array(result.header.controlID.utf8), time: Array(result.header.time.utf8),
            feed: constants)
        result.issues += conversion?.placed(machine.issues) ?? machine.issues
        let (counts, unmapped) = machine.account(ignoring: message.ignore.set)
        // Of a document of another release a part may be told already.
        result.accounting.add(counts)
        result.unmapped += unmapped
        result.event = machine.text(event)
        let (json, canonical) = machine.output.document()
        if trace { result.record = machine.trace(to: canonical, conversion) }
        result.people = CanonicalProfile.people(in: canonical).map { PersonIdentifier(system: $0.system, value: $0.value) }
        checkNumbers(&result)
        if !machine.isProven {
            result.issues += CanonicalProfile.check(canonical)
            result.issues += validator.validate(canonical)
        }
        if let stop = result.issues.first(where: { $0.severity == .error }) {
            result.canonical = canonical
            return quarantine(&result, code: stop.code, category(of: stop.code))
        }
        result.json = json
        result.canonical = canonical
        result.outcome = .mapped
    }

    private func category(of code: String) -> FailureCategory {
        switch code {
        case "identity-collision": .conflict
        case "expression-failed", "budget-exhausted": .fault
        default: .invalid
        }
    }

    /// Test numbers never enter production; in a test environment a number of the real range is told.
    private func checkNumbers(_ result: inout MappingResult) {
        for person in result.people where person.system == Systems.nhsNumber {
            guard let number = NHSNumber(person.value) else { continue }
            switch (environment, number.isTestRange) {
            case (.production, true):
                result.issues.append(
                    Diagnostic(code: "test-number", "an NHS number of the test range has come into production"))
            case (.test, false):
                result.issues.append(
                    Diagnostic(
                        .information, code: "real-number",
                        "an NHS number outside the test range has come into a test environment"))
            case (.production, false), (.test, true): break
            }
        }
    }

    private func quarantined(_ result: inout MappingResult, code: String, _ category: FailureCategory) -> MappingResult {
        quarantine(&result, code: code, category)
        return result
    }

    private func quarantine(_ result: inout MappingResult, code: String, _ category: FailureCategory) {
        result.outcome = .quarantined
        result.reason = MappingResult.Reason(code: code, category: category)
        if !result.issues.contains(where: { $0.severity == .error }) {
            if let index = result.issues.firstIndex(where: { $0.code == code }) {
                result.issues[index].severity = .error
            } else {
                result.issues.append(Diagnostic(code: code, "the message could not be read"))
            }
        }
    }
}

extension Machine {
    /// Variables of the message, and the event.
    mutating func prepare(_ message: MessageCode) -> Place {
        bind(message.variables)
        guard !message.event.isNone else { return .none }
        let item = first(message.event)
        return item.isNothing ? .none : place(item)
    }

    func trace(to canonical: Tree, _ conversion: ConversionRecord?) -> Trace {
        var trace = Trace(
            marks: Array(traced.buffer), reads: Array(reads.buffer), source: source, output: canonical, plan: plan)
        if let conversion { trace.add(conversion, copied: copied) }
        return trace
    }
}
