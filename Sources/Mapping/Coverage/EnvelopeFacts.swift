/// What the engine writes by itself (`Machine+Envelope`): Bundle, MessageHeader, Provenance. `CoverageTests` maps a message to see it.
enum EnvelopeFacts {
    static let place = "Sources/Mapping/Run/Machine+Envelope.swift"

    private static let written: [(resource: String, path: String, sources: Set<String>, texts: Set<String>)] = [
        ("Bundle", "type", ["MSH"], ["message"]),
        ("Bundle", "timestamp", ["MSH-7"], []),
        ("Bundle", "identifier.value", ["MSH-10"], []),
        ("Bundle", "identifier.system", ["MSH-10"], []),
        ("MessageHeader", "eventCoding.code", ["MSH-9"], []),
        ("MessageHeader", "eventCoding.system", ["MSH-9"], []),
        ("Provenance", "recorded", ["MSH-7", "MSH"], []),
        ("Provenance", "entity.role", ["MSH"], ["source"]),
        ("Provenance", "entity.what", ["MSH", "MSH-10"], []),
        ("Provenance", "agent.who", ["MSH"], []),
    ]

    static let facts: [RuleFact] = written.map {
        RuleFact(resource: $0.resource, path: $0.path, sources: $0.sources, texts: $0.texts, message: "", place: place)
    }
}
