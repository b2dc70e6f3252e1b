import FHIR
import Record
import Tree

/// What of a person's record their orders may carry: each resource is read once, however many orders are looked at.
struct PersonView {
    struct Item {
        var resource: RecordResource
        var tree: Tree
    }

    let standing: ConsentStanding
    private(set) var patients: [Item] = []
    private(set) var orders: [Item] = []
    private(set) var specimens: [Item] = []
    /// Those that speak of the programme or of research.
    private(set) var consents: [Item] = []
    private(set) var conditions: [Item] = []

    init(_ snapshot: PersonSnapshot) {
        standing = snapshot.standing
        for resource in snapshot.resources {
            guard let type = RecordedType(resource.type), PersonSnapshot.types.contains(type),
                let tree = JSONReader.read(resource.json, dialect: .fhir).tree
            else { continue }
            let item = Item(resource: resource, tree: tree)
            switch type {
            case .patient: patients.append(item)
            case .serviceRequest: orders.append(item)
            case .specimen: specimens.append(item)
            case .condition: conditions.append(item)
            case .consent:
                switch ConsentStatement(tree).topic {
                case .programme, .research: consents.append(item)
                case .other: break
                }
            default: break
            }
        }
    }
}
