import Canonical
import Diagnostics
import FHIR
import Foundation
import HL7v2
import YAML

/// `Config/trusts/*.yaml`, one file a trust.
enum TrustFiles {
    static func load(from folder: String, _ findings: Findings, _ places: inout ConfigurationPlaces) -> [Trust] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") }
            .sorted()
        if names.isEmpty {
            findings.error(
                "C104", "no trust is configured", at: TextSpan(file: folder, line: 1, column: 1),
                hint: "one file a trust, for instance \(folder)/rrk.yaml")
        }
        var trusts: [Trust] = []
        var feedHomes: [String: String] = [:]
        var trustHomes: [String: String] = [:]
        for name in names {
            let path = folder + "/" + name
            guard let root = ConfigurationFile.root(path, findings), let fields = Fields(root, of: "a trust", findings),
                let trust = trust(fields, &places)
            else { continue }
            if let other = trustHomes.updateValue(path, forKey: trust.ods) {
                findings.error(
                    "C109", "the trust \(trust.ods) is configured twice", at: fields.span("trust"), cause: "also in \(other)",
                    hint: "one file a trust; its systems are its feeds")
            }
            for feed in trust.feeds {
                if let other = feedHomes.updateValue(path, forKey: feed.name) {
                    findings.error(
                        "C105", "the feed \(feed.name) is configured twice",
                        at: fields.node["feeds"]?.mapping?.first { $0.name == feed.name }?.key.span ?? fields.keySpan("feeds"),
                        cause: "also in \(other)",
                        hint: "a feed's name is unique in the region")
                }
            }
            trusts.append(trust)
        }
        return trusts
    }

    private static func trust(_ fields: Fields, _ places: inout ConfigurationPlaces) -> Trust? {
        let ods = fields.string("trust")
        let name = fields.optionalString("name") ?? ods ?? ""
        let profile = profile(fields)
        let closed = date("closed", fields)
        if let ods, !isOrganisationCode(ods) {
            fields.findings.error(
                "C110", "\(ods) is no ODS code", at: fields.span("trust"), cause: "capitals and digits, three or more",
                hint: "for instance RRK")
        }
        let made = Trust(
            ods: ods ?? "", name: name, region: fields.optionalString("region") ?? "", opened: date("opened", fields),
            closed: closed, successor: fields.optionalString("successor"),
            feeds: fields.each("feeds", of: "feed").compactMap {
                feed(named: $0.name, $0.fields, of: fields, trust: ods ?? "", profile: profile, &places)
            })
        _ = fields.optionalString("about")
        fields.finish()
        return ods == nil ? nil : made
    }

    private static func isOrganisationCode(_ text: String) -> Bool {
        text.utf8.count >= 3 && text.utf8.allSatisfy { ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
    }

    /// `2014-12-21`
    private static func date(_ key: String, _ fields: Fields) -> String? {
        guard let text = fields.optionalString(key) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        let isDate =
            parts.map(\.count) == [4, 2, 2] && numbers.count == 3 && (1...12).contains(numbers[1])
            && (1...31).contains(numbers[2])
        if !isDate { fields.malformed(key, "a date", hint: "for instance 2014-12-21") }
        return text
    }

    private static func feed(
        named key: String?, _ fields: Fields, of owner: Fields, trust: String, profile: TrustProfile,
        _ places: inout ConfigurationPlaces
    ) -> Feed? {
        guard let name = key ?? fields.string("name") else { return nil }
        let isWellNamed =
            !name.isEmpty && name.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
        if !isWellNamed {
            fields.findings.error(
                "C106", "a feed's name is made of a-z, 0-9 and -",
                at: owner.node["feeds"]?.mapping?.first { $0.name == name }?.key.span ?? fields.span("name"),
                hint: "for instance rrk-pas")
        }
        var own = profile
        for (key, value) in self.profile(fields).values { own.values[key] = value }
        let charset = fields.optionalString("charset")
        if let charset, !Charset.isKnown(charset) {
            fields.malformed(
                "charset", "a character set that the hub reads", hint: "UTF-8, 8859/1, 8859/15, WINDOWS-1252 or ASCII")
        }
        if places.feeds[name] == nil {
            places.feeds[name] = owner.node["feeds"]?.mapping?.first { $0.name == name }?.key.span ?? fields.node.span
        }
        if fields.has("mappings") { places.overlays[name] = fields.span("mappings") }
        var values: [String: TextSpan] = [:]
        for part in [owner.node["profile"], fields.node["profile"]] {
            for entry in part?.mapping ?? [] { values[entry.name] = entry.key.span }
        }
        places.profiles[name] = (
            fields.has("profile")
                ? fields.keySpan("profile") : owner.has("profile") ? owner.keySpan("profile") : owner.span("trust"),
            values
        )
        let feed = Feed(
            name: name, trust: fields.optionalString("trust") ?? trust,
            format: fields.choice("format", of: Feed.Format.self) ?? .hl7v2,
            charset: charset ?? "UTF-8", facilities: fields.strings("facilities"),
            overlay: fields.optionalString("mappings"),
            carries: fields.choice("carries", of: Feed.Population.self) ?? .everybody,
            validation: fields.choice("validation", of: Feed.Validation.self) ?? .issues,
            release: fields.choice("release", of: FHIRRelease.self), profile: own)
        _ = fields.optionalString("about")
        fields.finish()
        return feed
    }

    private static func profile(_ fields: Fields) -> TrustProfile {
        guard let profile = fields.fields("profile") else { return TrustProfile() }
        return TrustProfile(Dictionary(profile.keys.map { ($0, profile.strings($0)) }, uniquingKeysWith: { a, _ in a }))
    }
}
