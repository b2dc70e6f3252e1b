/// A page of the record as a FHIR Bundle of type `searchset`, joined from JSON that is written already.
package enum SearchSet {
    /// - Parameters:
    ///   - base: of `fullUrl`, e.g. `https://hub.example/fhir`.
    ///   - links: relation and URL (`self`, `next`).
    package static func bundle(
        _ resources: [RecordResource], base: String, type: String = "searchset", total: Int? = nil,
        links: [(relation: String, url: String)] = []
    ) -> [UInt8] {
        var out = Array("{\"resourceType\":\"Bundle\",\"type\":".utf8)
        out.reserveCapacity(resources.reduce(256) { $0 + $1.json.count + 160 })
        JSONText.append(type, to: &out)
        if let total { out += Array(",\"total\":\(total)".utf8) }
        if !links.isEmpty {
            out += Array(",\"link\":[".utf8)
            for (index, link) in links.enumerated() {
                out += Array((index > 0 ? ",{\"relation\":" : "{\"relation\":").utf8)
                JSONText.append(link.relation, to: &out)
                out += Array(",\"url\":".utf8)
                JSONText.append(link.url, to: &out)
                out.append(UInt8(ascii: "}"))
            }
            out.append(UInt8(ascii: "]"))
        }
        if !resources.isEmpty {
            out += Array(",\"entry\":[".utf8)
            for (index, resource) in resources.enumerated() {
                out += Array((index > 0 ? ",{\"fullUrl\":" : "{\"fullUrl\":").utf8)
                JSONText.append("\(base)/\(resource.type)/\(resource.id)", to: &out)
                out += Array(",\"resource\":".utf8)
                out += resource.json
                if type == "searchset" { out += Array(",\"search\":{\"mode\":\"match\"}".utf8) }
                if type == "history" {
                    let method = resource.version == 1 ? "POST" : "PUT"
                    out += Array(",\"request\":{\"method\":\"\(method)\",\"url\":\"\(resource.type)/\(resource.id)\"}".utf8)
                    out += Array(",\"response\":{\"status\":\"200\",\"etag\":\"W/\\\"\(resource.version)\\\"\"}".utf8)
                }
                out.append(UInt8(ascii: "}"))
            }
            out.append(UInt8(ascii: "]"))
        }
        out.append(UInt8(ascii: "}"))
        return out
    }
}
