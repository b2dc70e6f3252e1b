import Canonical
import Record
import Tree

/// One order with what belongs to it, of a person whose resources are read.
struct OrderView {
    typealias Item = PersonView.Item

    let standing: ConsentStanding
    let patients: [Item]
    let order: Item
    let specimens: [Item]
    let consents: [Item]
    let conditions: [Item]
    /// The Patient that goes: the order's own, unless another registration of the person has the verified NHS number.
    let patient: Item?

    /// Nil when there is no such order.
    init?(_ person: PersonView, order id: String) {
        guard let order = person.orders.first(where: { $0.resource.id == id }) else { return nil }
        self.order = order
        standing = person.standing
        patients = person.patients
        let named = Self.references(order.tree, .root, "specimen")
        specimens = person.specimens.filter { specimen in
            named.contains("Specimen/\(specimen.resource.id)")
                || Self.references(specimen.tree, .root, "request").contains("ServiceRequest/\(id)")
        }
        consents = person.consents
        let reasons =
            Self.references(order.tree, .root, "reasonReference") + Self.references(order.tree, .root, "supportingInfo")
        conditions = person.conditions.filter { reasons.contains("Condition/\($0.resource.id)") }
        let subject = order.tree.patientReference(of: .root)
        let own = patients.first { $0.resource.id == subject && !Self.isReplaced($0) }
        let traced = patients.first { Self.verifiedNumber($0) != nil && !Self.isReplaced($0) }
        if let own, Self.verifiedNumber(own) != nil {
            patient = own
        } else {
            patient = traced ?? own ?? patients.first { !Self.isReplaced($0) } ?? patients.first
        }
    }

    static func references(_ tree: Tree, _ node: Tree.ID, _ name: Name) -> [String] {
        tree.children(of: node, named: name).compactMap { tree.text(Names.reference, from: $0) }
    }

    private static func isReplaced(_ item: Item) -> Bool {
        item.tree.children(of: .root, named: "link").contains { item.tree.text("type", from: $0) == "replaced-by" }
    }

    static func verifiedNumber(_ item: Item) -> String? { numbers(item).first { $0.kind == .verifiedNHSNumber }?.value }

    static func numbers(_ item: Item) -> [RecordIdentifier] {
        PatientFacts.recognised(item.tree, .root)
    }

    /// The earliest and the latest day on which a specimen was collected; nil when one is undated.
    var collected: CalendarDate? {
        let days = specimens.map { Self.collected($0) }
        guard !days.isEmpty, !days.contains(where: { $0 == nil }) else {
            // An order without a specimen yet is as old as itself.
            return specimens.isEmpty ? order.tree.text("authoredOn").flatMap { CalendarDate($0) } : nil
        }
        return days.compactMap { $0 }.max { $0.latest < $1.latest }
    }

    static func collected(_ specimen: Item) -> CalendarDate? {
        guard let collection = specimen.tree.child(of: .root, named: "collection"),
            let place = specimen.tree.choice(of: collection, "collected")
        else { return nil }
        let text = specimen.tree.text("start", from: place) ?? specimen.tree.text(of: place)
        return CalendarDate(text)
    }

    var isRevoked: Bool {
        let status = order.tree.text(Names.status) ?? ""
        return status == "revoked" || status == "entered-in-error"
    }
}
