import Canonical
import Digests
package import Record
import Tree

/// What is sent: a FHIR R4 transaction with the headers that make it recognisable.
package struct SubmissionBundle: Sendable, Hashable {
    /// Stable for one version of an order: the same bytes under the same id, however often they are sent.
    package var submissionID: String
    /// Stable for the order.
    package var correlationID: String
    package var json: [UInt8]
    /// Lower-case hexadecimal; equal content has an equal hash in every version.
    package var contentHash: String

    /// `Content-Type`, `X-Request-ID`, `X-Correlation-ID`.
    package var headers: [(name: String, value: String)] {
        [
            ("Content-Type", "application/fhir+json"), ("X-Request-ID", submissionID), ("X-Correlation-ID", correlationID),
        ]
    }

    /// Identifier system by which resources without a business identifier are recognised; the value is a keyed id.
    package static let recordSystem = "https://genomics-hub.example/Id/record"

    /// The transaction for an order; nil when there is no such order or no patient.
    ///
    /// The first version creates (`POST`, `ifNoneExist`), later ones replace (conditional `PUT`), as the NHS England
    /// genomics examples do. A masked permit leaves out everything that names the person.
    package static func make(
        _ snapshot: PersonSnapshot, order id: String, version: Int, permit: SendPermit
    ) -> SubmissionBundle? {
        OrderView(PersonView(snapshot), order: id).flatMap { make($0, version: version, permit: permit) }
    }

    static func make(_ view: OrderView, version: Int, permit: SendPermit) -> SubmissionBundle? {
        guard let patient = view.patient else { return nil }
        let id = view.order.resource.id
        let entries = entries(view, patient, permit)
        let content = bundle(entries, isUpdate: false)
        let hash = SHA256.hex(of: content)
        return SubmissionBundle(
            submissionID: uuid("submission", id, "\(version)", hash), correlationID: uuid("order", id),
            json: version > 1 ? bundle(entries, isUpdate: true) : content, contentHash: hash)
    }

    /// What tells the nation that somebody has withdrawn: the Task is cancelled and the Consent inactive. It carries no
    /// clinical content, and of the person only the reference that the nation knows already.
    package static func withdrawalNotice(_ snapshot: PersonSnapshot, order id: String, version: Int) -> SubmissionBundle? {
        guard let view = OrderView(PersonView(snapshot), order: id), let patient = view.patient else { return nil }
        let subject = isMasked(view) ? nil : logicalSubject(patient)
        var entries = [task(view, status: "cancelled", reason: "task-no-longer-required", subject: subject)]
        for consent in view.consents {
            entries.append(
                Entry(
                    type: "Consent", id: consent.resource.id, search: recordSearch(consent.resource.id),
                    json: Array(
                        #"{"resourceType":"Consent","id":"\#(consent.resource.id)","identifier":[\#(recordIdentifier(consent.resource.id))],"status":"inactive","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"research"}]},"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"RESEARCH"}]}]\#(subject.map { ",\"patient\":\($0)" } ?? "")}"#
                            .utf8)))
        }
        let json = bundle(entries, isUpdate: true)
        let hash = SHA256.hex(of: json)
        return SubmissionBundle(
            submissionID: uuid("withdrawal", id, "\(version)", hash), correlationID: uuid("order", id), json: json,
            contentHash: hash)
    }

    // MARK: Entries

    private struct Entry {
        var type: String
        var id: String
        /// Search part of a conditional create or update.
        var search: String
        var json: [UInt8]
    }

    private static func isMasked(_ view: OrderView) -> Bool { view.standing.participant.kind == .pedigreeOnly }

    private static func entries(_ view: OrderView, _ patient: OrderView.Item, _ permit: SendPermit) -> [Entry] {
        var references: [String: String] = [:]
        // Every registration of the person becomes the one that goes.
        for other in view.patients { references["Patient/\(other.resource.id)"] = "Patient/\(patient.resource.id)" }
        let others = view.specimens + view.consents + view.conditions + [view.order]
        for item in others {
            let reference = "\(item.resource.type)/\(item.resource.id)"
            references[reference] = reference
        }
        var entries = [permit.isMasked ? masked(patient) : named(patient, references)]
        let subjectOmitted: Set<UInt32> = []
        for item in [view.order] + view.specimens + view.consents + view.conditions {
            let search = businessSearch(item)
            let adding = search == nil ? [#""identifier":[\#(recordIdentifier(item.resource.id))]"#] : []
            var omit = subjectOmitted
            if search == nil { omit.insert(Names.identifier.hash) }
            // Free text may name the person.
            if permit.isMasked { omit.formUnion([Name("note").hash, Name("patientInstruction").hash]) }
            entries.append(
                Entry(
                    type: item.resource.type, id: item.resource.id, search: search ?? recordSearch(item.resource.id),
                    json: NationalWriter.write(
                        item.tree, type: item.resource.type, id: item.resource.id, references: references, omit: omit,
                        adding: adding)))
        }
        let status = view.isRevoked ? "cancelled" : "requested"
        entries.append(
            task(
                view, status: status, reason: view.isRevoked ? "task-no-longer-required" : nil,
                subject: #"{"reference":"Patient/\#(patient.resource.id)"}"#))
        return entries
    }

    private static func named(_ patient: OrderView.Item, _ references: [String: String]) -> Entry {
        Entry(
            type: "Patient", id: patient.resource.id,
            search: businessSearch(patient) ?? recordSearch(patient.resource.id),
            json: NationalWriter.write(patient.tree, type: "Patient", id: patient.resource.id, references: references))
    }

    /// Sex and year of birth under a keyed id: what a pedigree may say of somebody who never consented.
    private static func masked(_ patient: OrderView.Item) -> Entry {
        var json =
            #"{"resourceType":"Patient","id":"\#(patient.resource.id)","identifier":[\#(recordIdentifier(patient.resource.id))]"#
        if let gender = patient.tree.text("gender"), ["male", "female", "other", "unknown"].contains(gender) {
            json += #","gender":"\#(gender)""#
        }
        if let birth = patient.tree.text("birthDate").flatMap({ CalendarDate($0) }) {
            json += #","birthDate":"\#(CalendarDate(year: birth.year).text)""#
        }
        return Entry(
            type: "Patient", id: patient.resource.id, search: recordSearch(patient.resource.id), json: Array((json + "}").utf8))
    }

    private static func task(_ view: OrderView, status: String, reason: String?, subject: String?) -> Entry {
        let id = uuid("task", view.order.resource.id)
        var json = #"{"resourceType":"Task","id":"\#(id)","identifier":[\#(recordIdentifier(id))],"status":"\#(status)""#
        if let reason {
            json +=
                #","statusReason":{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/task-statusReason-genomics","code":"\#(reason)"}]}"#
        }
        json +=
            #","intent":"order","code":{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/task-code-genomics","code":"process-genomic-test-request"}]}"#
        json += #","focus":\#(orderReference(view))"#
        if let subject { json += ",\"for\":\(subject)" }
        return Entry(type: "Task", id: id, search: recordSearch(id), json: Array((json + "}").utf8))
    }

    /// A reference that holds inside the transaction and, by the business identifier, outside.
    private static func orderReference(_ view: OrderView) -> String {
        var out = Array(#"{"reference":"ServiceRequest/\#(view.order.resource.id)""#.utf8)
        if let (system, value) = firstIdentifier(view.order) {
            out += Array(",\"identifier\":{\"system\":".utf8)
            JSONText.append(system, to: &out)
            out += Array(",\"value\":".utf8)
            JSONText.append(value, to: &out)
            out.append(UInt8(ascii: "}"))
        }
        return String(decoding: out + [UInt8(ascii: "}")], as: UTF8.self)
    }

    private static func logicalSubject(_ patient: OrderView.Item) -> String? {
        guard let number = OrderView.verifiedNumber(patient) else { return nil }
        return #"{"identifier":{"system":"\#(Systems.nhsNumber)","value":"\#(number)"}}"#
    }

    // MARK: Identifiers

    private static func recordIdentifier(_ id: String) -> String { #"{"system":"\#(recordSystem)","value":"\#(id)"}"# }
    private static func recordSearch(_ id: String) -> String { "identifier=\(recordSystem)|\(id)" }

    private static func firstIdentifier(_ item: OrderView.Item) -> (system: String, value: String)? {
        for identifier in item.tree.children(of: .root, named: Names.identifier) {
            if let system = item.tree.text(Names.system, from: identifier),
                let value = item.tree.text(Names.value, from: identifier)
            {
                return (system, value)
            }
        }
        return nil
    }

    /// By the verified NHS number first, as the national examples search.
    private static func businessSearch(_ item: OrderView.Item) -> String? {
        if item.resource.type == "Patient", let number = OrderView.verifiedNumber(item) {
            return "identifier=\(Systems.nhsNumber)|\(number)"
        }
        return firstIdentifier(item).map { "identifier=\(escaped($0.system))|\(escaped($0.value))" }
    }

    /// Percent-encodes what would end or split a search parameter.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        for byte in text.utf8 {
            if byte <= 0x20 || byte >= 0x7F
                || [0x22, 0x23, 0x25, 0x26, 0x2B, 0x2C, 0x3C, 0x3D, 0x3E, 0x5C, 0x7C].contains(byte)
            {
                out += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                out.append(byte)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func uuid(_ parts: String...) -> String {
        var raw = Array(SHA256.digest(of: Array(parts.joined(separator: "\u{0}").utf8)).prefix(16))
        raw[6] = (raw[6] & 0x0F) | 0x80
        raw[8] = (raw[8] & 0x3F) | 0x80
        let hex = Array(Hexadecimal.text(raw).utf8)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: hex[$0], as: UTF8.self) }.joined(
            separator: "-")
    }

    // MARK: Writing

    private static func bundle(_ entries: [Entry], isUpdate: Bool) -> [UInt8] {
        var out = Array(#"{"resourceType":"Bundle","type":"transaction","entry":["#.utf8)
        for (index, entry) in entries.enumerated() {
            out += Array(#"\#(index > 0 ? "," : ""){"fullUrl":"\#(Systems.base)/\#(entry.type)/\#(entry.id)","resource":"#.utf8)
            out += entry.json
            out += Array(#","request":{"method":"\#(isUpdate ? "PUT" : "POST")","url":"#.utf8)
            JSONText.append(isUpdate ? "\(entry.type)?\(entry.search)" : entry.type, to: &out)
            if !isUpdate {
                out += Array(",\"ifNoneExist\":".utf8)
                JSONText.append(entry.search, to: &out)
            }
            out += Array("}}".utf8)
        }
        return out + Array("]}".utf8)
    }
}
