import Canonical
import FHIR
import Record
import Tree

/// A canonical message as it leaves the region: every resource without the hub's own extensions.
enum OutwardBundle {
    static func json(_ bundle: Tree, hidesLocations: Bool) -> [UInt8] {
        let hides = hidesLocations && MessageFacts(bundle).patients.contains { $0.isLocationHidden == true }
        var out = Array("{\"resourceType\":\"Bundle\",\"type\":\"message\"".utf8)
        out.reserveCapacity(bundle.bytes.count + bundle.bytes.count / 4)
        if let id = bundle.text("id") {
            out += Array(",\"id\":\"".utf8)
            out += Array(id.utf8)
            out.append(UInt8(ascii: "\""))
        }
        if let timestamp = bundle.text("timestamp") { out += Array(",\"timestamp\":\"\(timestamp)\"".utf8) }
        out += Array(",\"entry\":[".utf8)
        var isFirst = true
        for entry in bundle.children(of: .root, named: "entry") {
            guard let resource = bundle.child(of: entry, named: "resource") else { continue }
            if !isFirst { out.append(UInt8(ascii: ",")) }
            isFirst = false
            out.append(UInt8(ascii: "{"))
            if let url = bundle.text("fullUrl", from: entry) {
                out += Array("\"fullUrl\":\"\(url)\",".utf8)
            }
            out += Array("\"resource\":".utf8)
            if hides, let type = RecordedType(bundle, resource), LocationHiding.applies(to: type, purpose: .research) {
                out += LocationHiding.redact(bundle, resource, type: type)
            } else {
                out += ResourceWriter.json(bundle, resource)
            }
            out.append(UInt8(ascii: "}"))
        }
        out += Array("]}".utf8)
        return out
    }
}
