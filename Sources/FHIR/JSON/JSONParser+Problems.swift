import Tree

extension JSONParser {
    /// Notes a problem and goes on.
    mutating func note(
        _ code: String, _ message: String, node: UInt32, key: Key? = nil, byte: Int, hint: String? = nil
    ) {
        let path = problems.isFull ? "" : path(of: node, key)
        problems.add(code, message, at: path, byte: byte, hint: hint)
    }

    mutating func stop(_ code: String, _ message: String, at byte: Int, node: UInt32 = 0, hint: String? = nil) -> Stop {
        note(code, message, node: node, byte: byte, hint: hint)
        return Stop()
    }

    mutating func tooDeep(_ node: UInt32) -> Stop {
        stop("json-too-deep", "objects and arrays are nested deeper than \(limits.depth)", at: at, node: node)
    }

    mutating func endOfText(node: UInt32) -> Stop {
        stop("json-syntax", "the text ends too early", at: input.count, node: node, hint: "is the message whole?")
    }

    mutating func unexpected(_ wanted: String, node: UInt32) -> Stop {
        guard at < input.count else { return endOfText(node: node) }
        return stop("json-syntax", "\(wanted) is expected here", at: at, node: node)
    }

    private func path(of node: UInt32, _ key: Key?) -> String {
        guard !nodes.isEmpty else { return "(root)" }
        var path = nodes.withUnsafeBufferPointer { nodes in
            TreePath.text(of: Int(node), in: nodes) { place in byte(place) }
        }
        if let key { path += "." + TreePath.name(key.start, key.length) { place in byte(place) } }
        return path
    }
}
