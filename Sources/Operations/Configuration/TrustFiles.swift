import Canonical
import Diagnostics
import Foundation
import YAML

/// `Config/trusts/*.yaml`, one file a trust.
enum TrustFiles {
    static func load(from folder: String, _ findings: Findings) -> [Trust] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") }
            .sorted()
        if names.isEmpty {
            findings.error(
                "C104", "no trust is configured", at: TextSpan(file: folder, line: 1, column: 1),
                hint: "one file a trust, for instance \(folder)/rrk.yaml")
        }
        var trusts: [Trust] = []
        var feedHomes: [String: String] = [:]
        for name in names {
            let path = folder + "/" + name
            guard let root = ConfigurationFile.root(path, findings), let fields = Fields(root, of: "a trust", findings),
                let trust = trust(fields)
            else { continue }
            for feed in trust.feeds {
                if let other = feedHomes.updateValue(path, forKey: feed.name) {
                    findings.error(
                        "C105", "the feed \(feed.name) is configured twice", at: fields.keySpan("feeds"),
                        cause: "also in \(other)",
                        hint: "a feed's name is unique in the region")
                }
            }
            trusts.append(trust)
        }
        return trusts
    }

    private static func trust(_ fields: Fields) -> Trust? {
        let ods = fields.string("trust")
        let name = fields.optionalString("name") ?? ods ?? ""
        let profile = profile(fields)
        let closed = fields.optionalString("closed")
        let made = Trust(
            ods: ods ?? "", name: name, region: fields.optionalString("region") ?? "", opened: fields.optionalString("opened"),
            closed: closed, successor: fields.optionalString("successor"),
            feeds: fields.each("feeds", of: "feed").compactMap {
                feed(named: $0.name, $0.fields, trust: ods ?? "", profile: profile)
            })
        _ = fields.optionalString("about")
        fields.finish()
        return ods == nil ? nil : made
    }

    private static func feed(named key: String?, _ fields: Fields, trust: String, profile: TrustProfile) -> Feed? {
        guard let name = key ?? fields.string("name") else { return nil }
        let isWellNamed =
            !name.isEmpty && name.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
        if !isWellNamed {
            fields.findings.error(
                "C106", "a feed's name is made of a-z, 0-9 and -", at: fields.node.span, hint: "for instance rrk-pas")
        }
        var own = profile
        for (key, value) in self.profile(fields).values { own.values[key] = value }
        let feed = Feed(
            name: name, trust: fields.optionalString("trust") ?? trust,
            format: fields.choice("format", of: Feed.Format.self) ?? .hl7v2,
            charset: fields.optionalString("charset") ?? "UTF-8", facilities: fields.strings("facilities"),
            overlay: fields.optionalString("mappings"),
            carries: fields.choice("carries", of: Feed.Population.self) ?? .everybody, profile: own)
        _ = fields.optionalString("about")
        fields.finish()
        return feed
    }

    private static func profile(_ fields: Fields) -> TrustProfile {
        guard let profile = fields.fields("profile") else { return TrustProfile() }
        return TrustProfile(Dictionary(profile.keys.map { ($0, profile.strings($0)) }, uniquingKeysWith: { a, _ in a }))
    }
}
