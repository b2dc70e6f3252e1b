import FHIR

/// The maps that make R4 of FHIR STU3, as a release compiles them: once for the base, and again for a trust that changes one of
/// them or a table that they name. The types of STU3 are not read where no map asks for them.
struct Conversions {
    private let ground: Compiler?
    let plans: ConversionPlans
    var variableCount: Int { ground?.variableCount ?? 0 }

    /// - Parameter reading: what a message is called, when only its maps are wanted.
    init(_ set: MappingSet, _ reading: Set<String>?, _ base: Compiler) {
        let isWanted = reading?.contains(Self.name) ?? true
        guard isWanted, !set.conversionMaps.isEmpty else {
            ground = nil
            plans = ConversionPlans()
            return
        }
        let compiler = base.readingSTU3()
        plans = compiler.compileConversions()
        ground = compiler
    }

    /// What a document of STU3 is called beside its type, for those who only want the maps that read it.
    static let name = "fhir-stu3"

    /// The base's, or a trust's own.
    func plans(changedBy own: MappingSet.Layer, _ maps: [String: MappingFile], _ tables: [String: CodeTable]) -> (
        ConversionPlans, Int
    ) {
        guard let ground else { return (plans, 0) }
        let isChanged =
            own.maps.keys.contains { maps[$0]?.source?.converted.isEmpty == false }
            || !ground.namedTables.isDisjoint(with: own.tables.keys)
        guard isChanged else { return (plans, ground.variableCount) }
        let compiler = Compiler(
            files: maps, tables: tables, trust: ground.trust, findings: ground.findings, usage: ground.usage,
            localSegments: ground.localSegments, cache: ground.cache, changing: ground, changedMaps: Set(own.maps.keys),
            changedTables: Set(own.tables.keys), reading: .stu3)
        let made = compiler.compileConversions()
        return (made, compiler.variableCount)
    }
}

extension Compiler {
    /// For the maps of the same set that make R4 of STU3; what both make is laid out together.
    func readingSTU3() -> Compiler {
        Compiler(
            files: files, tables: tables, trust: trust, findings: findings, usage: usage, localSegments: localSegments,
            cache: CompilerCache(.stu3), reading: .stu3, stock: stock)
    }
}

extension PlanDraft {
    mutating func add(_ conversions: Conversions) { add(conversions.plans, variableCount: conversions.variableCount) }

    mutating func add(
        _ conversions: Conversions, changedBy own: MappingSet.Layer, _ maps: [String: MappingFile],
        _ tables: [String: CodeTable]
    ) {
        let (plans, count) = conversions.plans(changedBy: own, maps, tables)
        add(plans, variableCount: count)
    }
}
