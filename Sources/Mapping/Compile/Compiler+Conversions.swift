import Diagnostics
import FHIR
import Tree
import YAML

// Maps that make R4 of another release of FHIR: each is applied wherever its type stands, before any map of a message.
extension Compiler {
    /// The maps by the type that they read. Only of a compiler that reads another release.
    func compileConversions() -> ConversionPlans {
        var plans = ConversionPlans()
        var owners: [String: MappingFile] = [:]
        ignored = []
        ignoredFrom = []
        created = []
        for file in files.values.sorted(by: { $0.name < $1.name }) {
            guard let source = file.source, !source.converted.isEmpty else { continue }
            usage.usedMaps.insert(file.name)
            addIgnores(of: file)
            for name in source.converted {
                guard let type = self.source.type(named: name) else {
                    findings.error(
                        "M125", "\(reads.title) has no type \(name)", at: file.sourceNode?.span(ofWord: name),
                        hint: closeName(to: name, among: self.source.allTypes.map(\.name)).map { "did you mean \($0)?" })
                    continue
                }
                if let other = owners[name] {
                    findings.error(
                        "M124", "\(name) is mapped by \(other.name) and by \(file.name)",
                        at: file.sourceNode?.span ?? file.node.span)
                    continue
                }
                owners[name] = file
                plans.byType[type.id.rawValue] = conversion(file, of: type)
            }
        }
        plans.ignore = ignored
        return plans
    }

    private func conversion(_ file: MappingFile, of source: FHIRType) -> ConversionPlan? {
        if !file.create.isEmpty {
            findings.error("M102", "create: stands only in maps of messages", at: file.nameNode.span, hint: "use make:")
        }
        guard var make = file.make, let target = file.target, let name = target.text else { return nil }
        guard let type = schema.type(named: name) else {
            unknownTarget(target, name)
            return nil
        }
        if let text = make.each ?? make.from {
            findings.error(
                "M106", "make: itself has no each: or from:", at: text.node.span, hint: "put it into the elements")
        }
        make.variables = file.variables + make.variables
        var scope = Scope(cache.names, frames: [ScopeFrame(kind: .value(.fhir(source.name)))], isHL7: false)
        scope.trustLists = trust.lists
        scope.resource = type.isResource ? name : nil
        let plan = applying(file.name) { object(make, type, scope) }
        guard let plan else { return nil }
        return ConversionPlan(
            name: file.name, typeName: stock.pool.place(name), type: type.id.rawValue, object: plan,
            checks: file.checks.compactMap { check($0, scope) })
    }
}

/// What becomes of one type of another release.
final class ConversionPlan: Sendable {
    let name: String
    /// Of R4.
    let typeName: Place
    let type: UInt16
    let object: ObjectPlan
    let checks: [CheckPlan]

    init(name: String, typeName: Place, type: UInt16, object: ObjectPlan, checks: [CheckPlan]) {
        self.name = name
        self.typeName = typeName
        self.type = type
        self.object = object
        self.checks = checks
    }
}

struct ConversionPlans {
    /// By the type's number in the release that is read.
    var byType: [UInt16: ConversionPlan] = [:]
    var ignore: [IgnoredPath] = []
}

/// As `ConversionPlan`, as it runs.
struct ConversionCode: Sendable {
    var typeName: Place
    var type: UInt16
    var object: ObjectID
    var checks: Extent
}

/// Of one plan; a class, so that a machine copies a reference.
final class ConversionCodes: Sendable {
    let byType: [UInt16: ConversionCode]
    let ignore: IgnoredPaths

    init(byType: [UInt16: ConversionCode], ignore: IgnoredPaths) {
        self.byType = byType
        self.ignore = ignore
    }
}
