import Diagnostics
import FHIR
import Tree

/// Rules about codings, identifiers, quantities and attachments.
extension Examination {
    mutating func coding(at id: Tree.ID) {
        if text("system", of: id) == nil, text("code", of: id) != nil {
            warn("coding-system", "a code without a system has no meaning of its own", at: id)
        }
        coded(at: id, display: text("display", of: id))
    }

    /// A system with its code, of a coding or a quantity.
    private mutating func coded(at id: Tree.ID, display: String?) {
        guard let system = text("system", of: id) else { return }
        let code = text("code", of: id)
        guard let place = child("system", of: id), !isInDefinition(id) else { return }
        if !URIText.isAbsolute(system) {
            report("coding-system", "the system is no absolute URI", at: place, hint: "the URI of the code system")
            return
        }
        if system.hasPrefix("http://hl7.org/fhir/ValueSet/") || system.hasPrefix("http://terminology.hl7.org/ValueSet/") {
            report("coding-system", "the system is a value set, not a code system", at: place)
            return
        }
        if CodeSystems.isForeign(system) {
            report(
                "coding-system", "FHIR R4 has no code system of this name", at: place,
                hint: "http://terminology.hl7.org/CodeSystem/… since R4")
            return
        }
        if let right = CodeSystems.spelling(of: system) {
            report("coding-system", "the system is written otherwise", at: place, hint: right)
            return
        }
        guard let code, let codePlace = child("code", of: id) else { return }
        if CheckDigits.refutes(code, of: system) {
            report("unknown-code", "\(system) has no such code", at: codePlace)
            return
        }
        guard let known = CodeSystems.known[system] else { return }
        switch known.judge(code: code, display: display) {
        case .fine: break
        case .unknownCode:
            let isOtherVersion = text("version", of: id) != nil
            report("unknown-code", "\(system) has no such code", at: codePlace, severity: isOtherVersion ? .warning : .error)
        case .otherDisplay(let display):
            // Version 2's tables have been reworded since, and other languages have other words.
            let isOwnWord = system.contains("/v2-") || !isEnglish(id) || text("version", of: id) != nil
            report(
                "display", "the display is not the code system's", at: child("display", of: id) ?? id,
                severity: isOwnWord ? .warning : .error, hint: display)
        }
    }

    /// Whether the resource says no language, or English.
    private func isEnglish(_ id: Tree.ID) -> Bool {
        text("language", of: resource(around: id)).map { $0.hasPrefix("en") } ?? true
    }

    /// The languages of persons are of BCP 47 at most, in whatever other words besides.
    mutating func language(at id: Tree.ID) {
        guard tree.node(id, isNamed: "language"), let parent = tree.parent(of: id),
            ["Patient.communication", "RelatedPerson.communication"].contains(typeName(of: parent))
        else { return }
        let codings = children("coding", of: id)
        let isListed = codings.contains { text("system", of: $0) == "urn:ietf:bcp:47" }
        if !codings.isEmpty, !isListed {
            warn("language", "the language is not one of BCP 47", at: id, hint: "urn:ietf:bcp:47")
        }
    }

    /// Examples and patterns in definitions are no statements of fact.
    private func isInDefinition(_ id: Tree.ID) -> Bool {
        guard let parent = tree.parent(of: id) else { return false }
        return schema.type(Schema.TypeID(rawValue: tree[parent].type))?.name == "ElementDefinition"
    }

    mutating func identifier(at id: Tree.ID) {
        guard let system = text("system", of: id), let place = child("system", of: id) else { return }
        if !URIText.isAbsolute(system) {
            report("identifier-system", "the system is no absolute URI", at: place, hint: "http://…, urn:oid:…")
        } else if system == "urn:ietf:rfc:3986", let value = text("value", of: id), !URIText.isAbsolute(value),
            let valuePlace = child("value", of: id)
        {
            report("identifier-uri", "the system says that the value is a URI, and it is none", at: valuePlace)
        }
    }

    mutating func quantity(at id: Tree.ID) {
        comparator(at: id)
        coded(at: id, display: nil)
        guard text("system", of: id) == "http://unitsofmeasure.org", let code = text("code", of: id),
            let place = child("code", of: id)
        else { return }
        switch UCUM.judge(code) {
        case .valid: break
        case .unknown: warn("ucum", "the unit is not one of UCUM's", at: place)
        case .wrong: report("ucum", "the code is no unit of UCUM", at: place, hint: "the case-sensitive code, e.g. mg/dL")
        }
    }

    /// A size must be that of the data.
    mutating func attachment(at id: Tree.ID) {
        guard let size = text("size", of: id).flatMap(Int.init), let data = child("data", of: id), isPrimitive(data) else {
            return
        }
        var digits = 0
        for byte in tree.value(of: data) where URIText.isAlphanumeric(byte) || byte == 0x2B || byte == 0x2F { digits += 1 }
        if digits * 6 / 8 != size {
            report("attachment-size", "the size is not that of the data", at: child("size", of: id) ?? id)
        }
    }

    /// The data of samples are decimals, or E (error), U (above) and L (below), with spaces between.
    mutating func samples(at id: Tree.ID) {
        guard let data = text("data", of: id), let place = child("data", of: id) else { return }
        let isRight = data.split(separator: " ").allSatisfy { word in
            ["E", "U", "L"].contains(word) || Array(word.utf8).withUnsafeBufferPointer { PrimitiveFormat.decimal.accepts($0) }
        }
        if !isRight { report("sampled-data", "the samples are decimals, E, U and L, with single spaces between", at: place) }
    }

    mutating func `extension`(at id: Tree.ID) {
        guard let url = text("url", of: id), let place = child("url", of: id) else { return }
        let isNested = tree.parent(of: id).map { shape(of: $0) == .extension } ?? false
        if !isNested, !URIText.isAbsolute(url) {
            report("extension-url", "the url of an extension is absolute", at: place)
            return
        }
        if isNested, !URIText.isAbsolute(url), let parent = tree.parent(of: id), isForeign(url, in: parent) {
            report("extension-part", "the extension around it has no part of this name", at: place)
        }
        CoreExtensions.check(id, url: url, &self)
        if tree.node(id, isNamed: "modifierExtension"), !isKnownModifier(url) {
            report(
                "extension-modifier", "an extension that changes the meaning of its element is not known here", at: place,
                hint: "what must be understood cannot be passed over")
        }
    }

    /// Whether an extension that is at hand names its parts, and none of them so.
    private func isForeign(_ url: String, in parent: Tree.ID) -> Bool {
        guard let own = text("url", of: parent), let profile = ProfileTable.known[own],
            let rule = profile.rules[0].children.lazy.map({ profile.rules[$0] }).first(where: { $0.name == "extension" })
        else { return false }
        let names = rule.slices.compactMap { slice -> String? in
            let urls = profile.rules[slice].children.lazy.map { profile.rules[$0] }.first { $0.name == "url" }
            guard let wanted = urls?.wanted, let value = wanted.tree.child(of: .root, named: "v") else { return nil }
            return wanted.tree.text(of: value)
        }
        return !names.isEmpty && names.count == rule.slices.count && !names.contains(url)
    }

    /// Extensions at hand, FHIR's own, and those of examples.
    private func isKnownModifier(_ url: String) -> Bool {
        let host = url.range(of: "://").map { url[$0.upperBound...].prefix { $0 != "/" } } ?? ""
        let isExample = ["example.org", "acme.com", "acme.org", "nema.org"].contains { host == $0 || host.hasSuffix("." + $0) }
        return isExample || url.hasPrefix("http://hl7.org/fhir/") || ProfileTable.known[url] != nil
    }
}
