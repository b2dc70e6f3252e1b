import FHIR
import FHIRPath

/// Names, literals, programs, origins and aliases of all plans of a release, each once: plans refer to them by place.
final class PlanStock {
    var pool = ConstantPool()
    private(set) var programs: [GeneralProgram] = []
    private(set) var origins: [Origin] = []
    private var originPlaces: [Origin: Int32] = [:]
    private(set) var aliases: [String] = []

    func add(_ program: GeneralProgram) -> Int {
        programs.append(program)
        return programs.count - 1
    }

    func place(_ origin: Origin) -> Int32 {
        if let known = originPlaces[origin] { return known }
        originPlaces[origin] = Int32(origins.count)
        origins.append(origin)
        return Int32(origins.count - 1)
    }

    func aliasIndex(_ name: String) -> Int {
        if let index = aliases.firstIndex(of: name) { return index }
        aliases.append(name)
        return aliases.count - 1
    }
}

/// What the compiler makes of one set of maps; the plans of a release are laid out together.
struct PlanDraft {
    var messages: [String: MessagePlan]
    var fhirMessages: [String: MessagePlan]
    var tables: TableSet
    var variableCount: Int
    var conversions = ConversionPlans()

    /// Takes the maps of another release in.
    mutating func add(_ conversions: ConversionPlans, variableCount count: Int) {
        self.conversions = conversions
        variableCount = max(variableCount, count)
    }
}

extension Plan {
    /// One plan a draft. What drafts have in common is laid out once, and all that is laid out has its exact size.
    static func plans(of drafts: [PlanDraft], _ stock: PlanStock, trustNames: [String]) -> [Plan] {
        let envelope = EnvelopeNames(FHIR.Schema.r4, &stock.pool)
        let functions = MappingFunctions.all.compactMap(Converter.init)
        let (pool, origins, programs) = (stock.pool.bytes.exact, stock.origins.exact, stock.programs.exact)
        var lowering = Lowering(pool: pool)
        let messages = drafts.map {
            (lowering.lower($0.messages), lowering.lower($0.fhirMessages), lowering.lower($0.conversions))
        }
        let code = lowering.sealed()
        let workspaces = Workspaces(pool: pool)
        return zip(drafts, messages).map { draft, messages in
            Plan(
                workspaces: workspaces, programs: programs, tables: draft.tables, functions: functions, origins: origins,
                trustNames: trustNames, aliasNames: stock.aliases, variableCount: draft.variableCount,
                messages: messages.0, fhirMessages: messages.1, conversions: messages.2, envelope: envelope, code: code)
        }
    }
}

extension Array {
    /// Without room to grow.
    var exact: [Element] { withUnsafeBufferPointer { Array($0) } }
}
