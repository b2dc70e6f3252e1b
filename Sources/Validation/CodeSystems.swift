import Tree

/// The code systems whose codes are known here: FHIR's own, and parts of HL7's terminology.
struct CodeSystems: Sendable {
    static let known = CodeSystems(r4Codes)

    struct System: Sendable {
        /// Whether every code of the system is here.
        var isWhole: Bool
        var displays: [String: String] = [:]
    }

    private var systems: [String: System] = [:]

    init(_ text: StaticString) {
        var name = ""
        var system: System?
        for line in TableText.lines(text) {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            if fields.count == 3, fields[0] == "S" {
                if let system { systems[name] = system }
                name = fields[1]
                system = System(isWhole: fields[2] == "c")
            } else if fields.count == 2 {
                system?.displays[fields[0]] = fields[1]
            }
        }
        if let system { systems[name] = system }
        let base = "http://terminology.hl7.org/CodeSystem/"
        for (name, codes) in Self.preferred {
            systems[base + name] = System(
                isWhole: true, displays: Dictionary(uniqueKeysWithValues: codes.map { ($0, "") }))
        }
    }

    subscript(system: String) -> System? { systems[system] }

    /// Small whole systems that bindings only recommend.
    private static let preferred: [(String, [String])] = """
        observation-category social-history vital-signs imaging laboratory procedure survey exam therapy activity
        diagnosis-role AD DD CC CM pre-op post-op billing
        admit-source hosp-trans emd outp born gp mp nursing psych rehab other
        discharge-disposition home alt-home other-hcf hosp long aadvice exp psy rehab snf oth
        list-empty-reason nilknown notasked withheld unavailable notstarted closed
        list-order user system event-date entry-date priority alphabetic category patient
        goal-achievement in-progress improving worsening no-change achieved sustaining not-achieved no-progress not-attainable
        medicationrequest-category inpatient outpatient community discharge
        communication-category alert notification reminder instruction
        """.split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return (words[0], Array(words.dropFirst()))
        }
}

extension CodeSystems.System {
    enum Finding {
        case fine, unknownCode
        case otherDisplay(String)
    }

    func judge(code: String, display: String?) -> Finding {
        guard let known = displays[code] else { return isWhole ? .unknownCode : .fine }
        guard let display, !known.isEmpty else { return .fine }
        return Self.folded(display) == Self.folded(known) ? .fine : .otherDisplay(known)
    }

    /// Case, punctuation and white space make no other display.
    private static func folded(_ text: String) -> String {
        String(text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }
}
