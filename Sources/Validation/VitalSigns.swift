import Diagnostics
import Tree

/// FHIR's vital signs: an Observation with one of their LOINC codes must keep their profile
/// (https://hl7.org/fhir/R4/observation-vitalsigns.html), claimed or not.
enum VitalSigns {
    /// The units that the profile of a code allows.
    static let units: [String: Set<String>] = [
        "9279-1": ["/min"], "8867-4": ["/min"], "2708-6": ["%"], "59408-5": ["%"], "8310-5": ["Cel", "[degF]"],
        "8302-2": ["cm", "[in_i]"], "9843-4": ["cm", "[in_i]"], "29463-7": ["g", "kg", "[lb_av]"], "39156-5": ["kg/m2"],
    ]
    static let withoutValue: Set<String> = ["85353-1", "85354-9"]
    /// The codes that FHIR's own profiles of vital signs want; nil wants none of its own.
    static let profiles: [String: String?] = [
        "vitalsigns": nil, "vitalspanel": "85353-1", "resprate": "9279-1", "heartrate": "8867-4", "oxygensat": "2708-6",
        "bodytemp": "8310-5", "bodyheight": "8302-2", "headcircum": "9843-4", "bodyweight": "29463-7", "bmi": "39156-5",
        "bp": "85354-9",
    ]
}

extension Examination {
    mutating func vitalSigns(of observation: Tree.ID, scopes: BundleScopes) {
        let codes =
            child("code", of: observation).map { concept in
                self.codes(of: concept).filter { $0.system == "http://loinc.org" }.map(\.code)
            } ?? []
        var code = codes.first { VitalSigns.units[$0] != nil || VitalSigns.withoutValue.contains($0) }
        let claimed = claimedVitalSigns(observation)
        if code == nil, claimed.isEmpty { return }
        for case (let place, let wanted?) in claimed where !codes.contains(wanted) {
            report("vital-signs", "the profile wants a code of LOINC", at: place, hint: wanted)
            code = code ?? wanted
        }
        if !isVitalSignsCategory(observation) {
            report(
                "vital-signs", "an Observation with this code needs the category vital-signs", at: observation,
                hint: "http://terminology.hl7.org/CodeSystem/observation-category|vital-signs")
        }
        subject(of: observation, scopes: scopes)
        for component in children("component", of: observation)
        where child("value", of: component) == nil && child("dataAbsentReason", of: component) == nil {
            report("vs-3", "a component has a value or a reason why it has none", at: component)
        }
        switch child("effective", of: observation) {
        case nil: report("vital-signs", "a vital sign needs effectiveDateTime or effectivePeriod", at: observation)
        case let time?:
            let name = tree.name(of: time)
            if name != "effectiveDateTime", name != "effectivePeriod" {
                report("vital-signs", "a vital sign needs effectiveDateTime or effectivePeriod", at: time)
            } else if name == "effectiveDateTime", isPrimitive(time), tree.value(of: time).count < 10 {
                report("vs-1", "the time of a vital sign names the day at least", at: time)
            }
        }
        value(of: observation, units: code.flatMap { VitalSigns.units[$0] })
        if code == "85354-9" { bloodPressure(observation) }
        if code == "85353-1" { panel(observation) }
    }

    /// A patient, where it is at hand who it is.
    private mutating func subject(of observation: Tree.ID, scopes: BundleScopes) {
        guard let subject = child("subject", of: observation) else {
            report("vital-signs", "a vital sign needs a subject", at: observation)
            return
        }
        let literal = text("reference", of: subject)
        var found: String? = text("type", of: subject)
        if let literal, literal.hasPrefix("#") {
            found = contained(literal.dropFirst(), in: container(around: subject)).map { tree.text(of: $0) }
        } else if let literal, let (scope, base) = scopes.scope(of: container(around: subject), in: self),
            case .found(let target) = scope.find(literal, from: base)
        {
            found = tree.text(of: target)
        }
        if let found, found.split(separator: "/").last != "Patient" {
            report("vital-signs", "a vital sign is a patient's", at: subject)
        }
    }

    /// Vital signs that were taken together are its members.
    private mutating func panel(_ observation: Tree.ID) {
        if child("hasMember", of: observation) == nil {
            report("vital-signs", "a panel of vital signs has members", at: observation)
        }
        if let value = child("value", of: observation) {
            report("vital-signs", "a panel of vital signs has no value of its own", at: value)
        }
    }

    /// Where FHIR's own profiles of vital signs are claimed, and the code that each wants.
    private func claimedVitalSigns(_ observation: Tree.ID) -> [(Tree.ID, String?)] {
        guard let meta = child("meta", of: observation) else { return [] }
        let base = "http://hl7.org/fhir/StructureDefinition/"
        return children("profile", of: meta).compactMap { place in
            let url = tree.text(of: place).prefix { $0 != "|" }
            guard url.hasPrefix(base), let code = VitalSigns.profiles[String(url.dropFirst(base.count))] else { return nil }
            return (place, code)
        }
    }

    private func isVitalSignsCategory(_ observation: Tree.ID) -> Bool {
        let wanted = Code(system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "vital-signs")
        return children("category", of: observation).contains { codes(of: $0).contains(wanted) }
    }

    private mutating func value(of observation: Tree.ID, units: Set<String>?) {
        let isAbsent = child("dataAbsentReason", of: observation) != nil
        guard let value = child("value", of: observation) else {
            let hasParts = child("component", of: observation) != nil || child("hasMember", of: observation) != nil
            if !isAbsent, !hasParts {
                report("vs-2", "a vital sign has a value, components, members or a reason why it has none", at: observation)
            }
            return
        }
        guard let units else { return }
        guard tree.name(of: value) == "valueQuantity" else {
            report("vital-signs", "the value of this vital sign is a Quantity", at: value)
            return
        }
        quantity(value, units: units)
    }

    private mutating func quantity(_ value: Tree.ID, units: Set<String>) {
        for name in ["value", "unit", "system", "code"] where child(Name(name), of: value) == nil {
            report("vital-signs", "the quantity of a vital sign needs \(name)", at: value)
        }
        if let system = child("system", of: value), text("system", of: value) != "http://unitsofmeasure.org" {
            report("vital-signs", "the unit of a vital sign is of UCUM", at: system, hint: "http://unitsofmeasure.org")
        } else if let code = text("code", of: value), !units.contains(code), let place = child("code", of: value) {
            report(
                "vital-signs", "the unit is not one of this vital sign", at: place,
                hint: units.sorted().joined(separator: ", "))
        }
    }

    /// Systolic and diastolic components, each with its value.
    private mutating func bloodPressure(_ observation: Tree.ID) {
        for (code, name) in [("8480-6", "systolic"), ("8462-4", "diastolic")] {
            let found = children("component", of: observation).filter { component in
                child("code", of: component).map {
                    codes(of: $0).contains(Code(system: "http://loinc.org", code: code))
                } ?? false
            }
            guard let component = found.first else {
                report("vital-signs", "a blood pressure has a \(name) component", at: observation, hint: "LOINC \(code)")
                continue
            }
            if let value = child("value", of: component), tree.name(of: value) == "valueQuantity" {
                quantity(value, units: ["mm[Hg]"])
            }
        }
    }
}
