import Tree

/// The grammar of JSON objects, arrays and members over bytes; values are in `JSONParser+Values.swift` and `+Scalars`.
///
/// It recurses once a level, bounded by the limit of depth. A syntax error ends the reading (`Stop`); what breaks only
/// FHIR's rules is noted and reading goes on.
struct JSONParser {
    /// The text cannot be read further; the problem is noted already.
    struct Stop: Error {}

    /// One member of an object that is being read: both of its sides, `name` and `_name`.
    struct Member {
        var hash: UInt32
        var nameStart: UInt32
        var nameLength: UInt8
        var first: UInt32
        var hasValue = false
        var hasExtension = false
        var isArray = false
        var hasNull = false
    }

    struct Key {
        var start: UInt32
        var length: UInt8
        var hash: UInt32
        /// Where the key's quotation mark stands.
        var source: Int
    }

    let input: UnsafeBufferPointer<UInt8>
    let isFHIR: Bool
    let limits: ReadingLimits
    var at = 0
    var nodes: [Tree.Node] = []
    /// Text that had escapes; stands behind the source in the tree's bytes.
    var decoded: [UInt8] = []
    var members: [Member] = []
    var problems: ProblemList

    init(_ input: UnsafeBufferPointer<UInt8>, isFHIR: Bool, limits: ReadingLimits) {
        self.input = input
        self.isFHIR = isFHIR
        self.limits = limits
        problems = ProblemList(limit: limits.problems)
        nodes.reserveCapacity(min(limits.nodes, input.count / 24 + 16))
        members.reserveCapacity(64)
    }

    /// Whether the text was read to its end.
    mutating func run() -> Bool {
        do throws(Stop) {
            try start()
            return true
        } catch {
            return false
        }
    }

    private mutating func start() throws(Stop) {
        if input.count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF { at = 3 }
        if input.count >= 2, input[0] == 0 || input[1] == 0 || (input[0] >= 0xFE && input[1] >= 0xFE) {
            throw stop("json-encoding", "the text is not UTF-8", at: 0, hint: "FHIR JSON is UTF-8; convert UTF-16 first")
        }
        skipSpace()
        guard at < input.count else { throw stop("json-syntax", "the text is empty", at: at) }
        guard input[at] == UInt8(ascii: "{") else {
            throw stop("json-not-object", "the text does not begin with a JSON object", at: at)
        }
        nodes.append(Tree.Node(kind: .object))
        nodes[0].source = UInt32(at)
        at += 1
        try object(0, depth: 1, isExtension: false)
        skipSpace()
        if at < input.count { throw stop("json-syntax", "something follows the end of the JSON object", at: at) }
    }

    // MARK: Objects

    /// Reads the members of `node` after its `{`.
    mutating func object(_ node: UInt32, depth: Int, isExtension: Bool) throws(Stop) {
        let begin = at - 1
        let ownMembers = members.count
        skipSpace()
        if peek() == UInt8(ascii: "}") {
            at += 1
            if isFHIR { note("fhir-empty", "an object must not be empty", node: node, byte: begin) }
            return
        }
        while true {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotation marks", node: node) }
            let key = try name()
            skipSpace()
            guard peek() == UInt8(ascii: ":") else { throw unexpected("`:`", node: node) }
            at += 1
            skipSpace()
            try member(key, of: node, depth: depth, ownMembers: ownMembers, isExtension: isExtension)
            skipSpace()
            switch peek() {
            case UInt8(ascii: ","):
                at += 1
                continue
            case UInt8(ascii: "}"): at += 1
            default: throw unexpected("`,` or `}`", node: node)
            }
            break
        }
        if isFHIR { checkNulls(in: node, ownMembers) }
        members.removeLast(members.count - ownMembers)
    }

    /// A null is a placeholder for an item that has only extensions.
    private mutating func checkNulls(in parent: UInt32, _ ownMembers: Int) {
        guard members[ownMembers...].contains(where: { $0.hasNull }) else { return }
        var next = nodes[Int(parent)].firstChild
        while next != 0 {
            let node = nodes[Int(next)]
            if node.kind == .null, node.firstChild == 0, node.flags.contains(.repeats) {
                note("fhir-null", "null says nothing here", node: next, byte: Int(node.source))
            }
            next = node.nextSibling
        }
    }

    private mutating func member(
        _ key: Key, of node: UInt32, depth: Int, ownMembers: Int, isExtension: Bool
    ) throws(Stop) {
        if key.hash == Self.resourceType.hash, isNamed(key, Self.resourceType), !isExtension,
            peek() == UInt8(ascii: "\"")
        {
            try resourceType(key, of: node)
            return
        }
        var key = key
        var isOther = false
        if isFHIR, key.length > 1, byte(key.start) == UInt8(ascii: "_") {
            isOther = true
            key.start += 1
            key.length -= 1
            key.hash = hash(key)
        }
        var position = find(key, from: ownMembers)
        if position < 0 {
            guard members.count - ownMembers < limits.members else {
                throw stop("json-too-large", "an object has more than \(limits.members) members", at: key.source, node: node)
            }
            position = members.count
            members.append(Member(hash: key.hash, nameStart: key.start, nameLength: key.length, first: 0))
        } else if isOther ? members[position].hasExtension : members[position].hasValue {
            note("json-duplicate-member", "the member stands twice in its object", node: node, key: key, byte: key.source)
            // Each further twin costs every later look at the object.
            if problems.isFull { throw Stop() }
        }
        let isArray = peek() == UInt8(ascii: "[")
        // The other side was read already: its nodes are completed one by one.
        var cursor: UInt32 = 0
        if isOther
            ? members[position].hasValue && !members[position].hasExtension
            : members[position].hasExtension && !members[position].hasValue
        {
            if members[position].isArray == isArray {
                cursor = members[position].first
            } else {
                note(
                    "fhir-primitive-extension", "one of the member and its `_` twin is an array, the other is not", node: node,
                    key: key, byte: key.source)
            }
        }
        if isOther { members[position].hasExtension = true } else { members[position].hasValue = true }
        members[position].isArray = isArray
        let place = Place(parent: node, member: position, isOther: isOther, depth: depth)
        if isArray {
            try array(key, place, cursor: &cursor)
        } else {
            if isFHIR, !isOther, peek() == UInt8(ascii: "n") {
                note("fhir-null", "null says nothing here", node: node, key: key, byte: at, hint: "leave the member out")
            }
            _ = try value(key, place, cursor: &cursor, flags: Tree.Flags(rawValue: 0))
        }
    }

    private mutating func resourceType(_ key: Key, of node: UInt32) throws(Stop) {
        let text = try string(node: node)
        if nodes[Int(node)].length > 0 {
            note("json-duplicate-member", "the member stands twice in its object", node: node, key: key, byte: key.source)
        }
        nodes[Int(node)].start = text.start
        nodes[Int(node)].length = text.length
        if Int(text.start) >= input.count { nodes[Int(node)].flags.insert(.decoded) }
        guard text.length > 0, text.length < 256 else {
            note("fhir-resource-type", "resourceType names no resource type", node: node, byte: key.source)
            return
        }
        if node == 0 {
            nodes[0].nameStart = text.start
            nodes[0].nameLength = UInt8(text.length)
            nodes[0].matchLength = UInt8(text.length)
            nodes[0].nameHash = hash(Key(start: text.start, length: UInt8(text.length), hash: 0, source: 0))
        }
    }

    // MARK: Names

    static let resourceType: Name = "resourceType"

    private func find(_ key: Key, from first: Int) -> Int {
        members.withUnsafeBufferPointer { members in
            for position in first..<members.count
            where members[position].hash == key.hash && members[position].nameLength == key.length {
                let other = members[position].nameStart
                var offset: UInt32 = 0
                while offset < UInt32(key.length), byte(other + offset) == byte(key.start + offset) { offset += 1 }
                if offset == UInt32(key.length) { return position }
            }
            return -1
        }
    }

    private func isNamed(_ key: Key, _ name: Name) -> Bool {
        guard Int(key.length) == name.bytes.count else { return false }
        for offset in 0..<name.bytes.count where byte(key.start + UInt32(offset)) != name.bytes[offset] { return false }
        return true
    }

    /// A byte of the tree-to-be: of the source, or behind it.
    @inline(__always)
    func byte(_ place: UInt32) -> UInt8 {
        Int(place) < input.count ? input[Int(place)] : decoded[Int(place) - input.count]
    }

    private func hash(_ key: Key) -> UInt32 {
        let text = (0..<UInt32(key.length)).map { byte(key.start + $0) }
        return Name(bytes: text).hash
    }
}
