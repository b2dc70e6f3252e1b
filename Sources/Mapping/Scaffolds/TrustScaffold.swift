package import Diagnostics

/// A file that a scaffold would write: where, below `Config` or `Mappings`, and what.
package struct ScaffoldFile: Sendable, Hashable {
    package enum Folder: Sendable, Hashable { case config, mappings }
    package var folder: Folder
    package var path: String
    package var text: String
}

/// The files of a new trust: `hub new trust RXX`. They check as they are; every value that a person should look at says so.
package struct TrustScaffold {
    package var ods: String
    package var name: String
    /// The system that sends: `pas`, `lab`; the feed is called `rxx-pas`.
    package var system: String
    /// With a folder of maps of its own.
    package var hasDialect: Bool

    /// - Throws: `Diagnostic` when the code is none.
    package init(ods: String, name: String?, system: String, hasDialect: Bool) throws(Diagnostic) {
        let code = ods.uppercased()
        guard (3...6).contains(code.count), code.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw Diagnostic(
                code: "C150", "\(ods) is no ODS code", hint: "three to six letters and digits, for instance RXX")
        }
        guard !system.isEmpty, system.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else {
            throw Diagnostic(
                code: "C150", "\(system) cannot be part of a feed's name", hint: "a-z, 0-9 and -, for instance pas")
        }
        self.ods = code
        self.name = name ?? code
        self.system = system
        self.hasDialect = hasDialect
    }

    package var feed: String { "\(ods.lowercased())-\(system)" }

    package func files(profile: TrustProfileDeclaration) -> [ScaffoldFile] {
        let folder = ods.lowercased()
        var files = [ScaffoldFile(folder: .config, path: "trusts/\(folder).yaml", text: configuration(profile))]
        guard hasDialect else { return files }
        files.append(
            ScaffoldFile(
                folder: .mappings, path: "trusts/\(folder)/pid-patient.yaml",
                text: """
                    # yaml-language-server: $schema=../../../docs/schemas/mapping.json
                    extends: pid-patient
                    about: What \(ods) says otherwise in PID. A key replaces the base's element whole; ~ removes it.
                    # make:
                    #   maritalStatus: ~

                    """))
        files.append(
            ScaffoldFile(
                folder: .mappings, path: "trusts/\(folder)/first.tests/register.hl7",
                text: ScaffoldMessage.text(facility: ods, event: "ADT^A28^ADT_A05", version: "2.4")))
        return files
    }

    private func configuration(_ profile: TrustProfileDeclaration) -> String {
        var lines = [
            "# yaml-language-server: $schema=../../docs/schemas/trust.json",
            "# What is particular about this trust: version, where the NHS number travels, how it orders.",
            "trust: \(ods)",
            "name: \(ScaffoldMessage.scalar(name))",
            "feeds:",
            "  \(feed): { format: hl7v2, charset: UTF-8, facilities: [\(ods)]\(hasDialect ? ", mappings: \(ods.lowercased())" : "") }",
            "profile:",
        ]
        for entry in profile.entries {
            let about = entry.about.isEmpty ? "" : "  # \(entry.about)"
            if let value = own(entry) {
                lines.append("  \(entry.name): \(value)\(about)")
            } else {
                let known = (entry.fallback ?? []).map { "\"\($0)\"" }.joined(separator: ", ")
                lines.append("  # \(entry.name): \(entry.isList ? "[\(known)]" : known)\(about)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What this trust surely says otherwise than the default.
    private func own(_ entry: TrustProfileDeclaration.Entry) -> String? {
        if entry.name == "ods" { return ods }
        if entry.isURI, let base = entry.fallback?.first, base.hasSuffix("/unnamed") {
            return "\"\(base.dropLast("unnamed".count))\(ods)\""
        }
        if entry.isURI, entry.name == "localCodes", let base = entry.fallback?.first { return "\"\(base)/\(ods)\"" }
        if entry.name == "mrnAuthorities" { return "[\(ods)]" }
        guard entry.fallback == nil else { return nil }
        return entry.isList ? "[]" : ods
    }
}

/// Messages of invented people, to begin with.
enum ScaffoldMessage {
    static func text(facility: String, event: String, version: String) -> String {
        [
            "MSH|^~\\&|PAS|\(facility)|HUB|WM|20260301101500||\(event)|FIRST0001|T|\(version)",
            "EVN||20260301101500",
            "PID|1||4711^^^\(facility)^MR~9990000018^^^NHS^NH||Testperson^Ada^May||19700214|F|||1 Test Street^^Birmingham^^B1 1AA",
        ].map { $0 + "\r" }.joined()
    }

    /// A plain scalar, or a quoted one where YAML would read something else.
    static func scalar(_ text: String) -> String {
        let isPlain =
            text.allSatisfy { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "'" }
            && text.first?.isLetter == true
        return isPlain ? text : "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
