package import Canonical

/// What the record says of a version, put into its JSON when it is read.
package enum VersionMeta {
    /// Adds `meta.versionId`, `meta.lastUpdated` and `meta.source` behind the id of JSON that `ResourceWriter` wrote.
    package static func adding(
        to json: [UInt8], version: Int, recordedAt: Milliseconds, feed: String, controlID: String?, isRedacted: Bool = false
    ) -> [UInt8] {
        var meta = Array("\"versionId\":\"\(version)\",\"lastUpdated\":\"\(instantText(recordedAt))\",\"source\":".utf8)
        JSONText.append(
            "https://genomics-hub.example/feed/\(feed)" + (controlID.map { "#" + escaped($0) } ?? ""), to: &meta)
        guard let id = endOfID(json) else { return json }
        var out: [UInt8] = []
        out.reserveCapacity(json.count + meta.count + 128)
        out += json[..<id]
        let own = Array(",\"meta\":{".utf8)
        // A redaction is said where FHIR says it (v3-ObservationValue, REDACTED), unless the source used meta itself.
        let hasOwn = json[id...].starts(with: own)
        out += own
        out += meta
        if isRedacted, !hasOwn {
            out += Array(
                ",\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"REDACTED\"}]"
                    .utf8)
        }
        if hasOwn {
            out.append(UInt8(ascii: ","))
            out += json[(id + own.count)...]
        } else {
            out.append(UInt8(ascii: "}"))
            out += json[id...]
        }
        return out
    }

    /// Behind the closing quotation mark of the id; ids have no escapes (R4 `id`).
    private static func endOfID(_ json: [UInt8]) -> Int? {
        let mark = Array(",\"id\":\"".utf8)
        let limit = min(json.count, 256)
        guard limit > mark.count else { return nil }
        for start in 0..<(limit - mark.count) where json[start..<start + mark.count].elementsEqual(mark) {
            var at = start + mark.count
            while at < json.count, json[at] != UInt8(ascii: "\"") { at += 1 }
            return at < json.count ? at + 1 : nil
        }
        return nil
    }

    /// A fragment keeps unreserved characters only.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: out.append(Character(Unicode.Scalar(byte)))
            default:
                out.append("%")
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            }
        }
        return out
    }
}
