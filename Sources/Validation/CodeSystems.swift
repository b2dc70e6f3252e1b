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
            var system = systems[base + name] ?? System(isWhole: true)
            system.isWhole = true
            for (code, display) in codes where system.displays[code] == nil { system.displays[code] = display }
            systems[base + name] = system
        }
    }

    subscript(system: String) -> System? { systems[system] }

    /// Small whole systems that bindings only recommend; `code=Its_display` where the display is judged too.
    private static let preferred: [(String, [(code: String, display: String)])] = """
        observation-category social-history=Social_History vital-signs=Vital_Signs imaging=Imaging laboratory=Laboratory \
        procedure=Procedure survey=Survey exam=Exam therapy=Therapy activity=Activity
        diagnosis-role AD DD CC CM pre-op post-op billing
        admit-source hosp-trans emd outp born gp mp nursing psych rehab other
        discharge-disposition home alt-home other-hcf hosp long aadvice exp psy rehab snf oth
        list-empty-reason nilknown notasked withheld unavailable notstarted closed
        list-order user system event-date entry-date priority alphabetic category patient
        goal-achievement in-progress improving worsening no-change achieved sustaining not-achieved no-progress not-attainable
        goal-priority high-priority medium-priority low-priority
        medicationrequest-category inpatient outpatient community discharge
        medication-statement-category inpatient outpatient community patientspecified
        communication-category alert notification reminder instruction
        consentscope adr research patient-privacy treatment
        organization-type prov dept team govt ins pay edu reli crs cg bus other
        location-physical-type si bu wi wa lvl co ro bd ve ho ca rd area jdn
        provenance-participant-type enterer performer author verifier legal attester informant custodian assembler composer
        processpriority stat normal deferred
        dose-rate-type calculated ordered
        v3-AdministrativeGender M F UN
        v3-MaritalStatus A C D I L M P S T U W
        v3-NullFlavor NI INV DER OTH NINF PINF UNC MSK NA UNK ASKU NAV NASK NAVU QS TRC NP
        v2-0203 ACSN AIN AM AMA AN ANC AND ANON ANT APRN ASID BA BC BCFN BCT BR BRN BSNR CAAI CC CONM CY CZ DC DCFN DDS DEA \
        DFN DI DL DN DO DP DPM DR DS DSG EI EN ESN FDR FDRFN FGN FI FILL GI GL GN HC IND IRISTEM JHN LACSN LANR LI LN LR MA \
        MB MC MCD MCN MCR MCT MD MI MR MRT MS NBSNR NCT NE NH NI NII NIIP NP NPI OBI OD PA PC PCN PE PEN PGN PHC PHE PHO PI \
        PIN PLAC PN PNT PPIN PPN PRC PRN PT QA RI RN RPH RR RRI RRP SAMN SB SID SL SN SNBSN SNO SP SR SRX SS STN TAX TN TPR \
        TRL U UDI UPIN USID VN VP VS WC WCN WP XV XX
        """.split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return (
                words[0],
                words.dropFirst().map { word in
                    let parts = word.split(separator: "=", maxSplits: 1)
                    let display = parts.count == 2 ? parts[1].split(separator: "_").joined(separator: " ") : ""
                    return (String(parts[0]), display)
                }
            )
        }

    /// Whether FHIR R4 says this system's codes elsewhere: STU3's names of what is at terminology.hl7.org since, and pages.
    static func isFormer(_ system: String) -> Bool {
        for scheme in ["http://", "https://"] where system.hasPrefix(scheme + "build.fhir.org/") { return true }
        guard system.hasPrefix("http://hl7.org/fhir/") else { return false }
        let name = system.dropFirst("http://hl7.org/fhir/".utf8.count)
        if name.hasPrefix("v2/") || name.hasPrefix("v3/") || name.hasSuffix(".html") { return true }
        let isKnown = known[system] != nil
        return !isKnown && known["http://terminology.hl7.org/CodeSystem/\(name)"] != nil
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
