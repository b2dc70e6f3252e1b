import Canonical
import Digests
import FHIR
import GRDB
import Record
import Tree

/// Resources inside one transaction.
struct ResourceTable {
    struct Row {
        var number: Int64
        var person: PersonID?
        var version: Int
        var current: Int64
        var feed: Int64
        var eventTime: Milliseconds
        var inputHash: [UInt8]
        var stamps: [UInt8]
        var mark: Int64
    }

    /// What an entry of a message is said by.
    struct Said {
        var feed: Int64
        var controlID: String?
        var eventTime: Milliseconds
        var recordedAt: Milliseconds
        /// 1 for a Consent that a withdrawal brought, 0 for one that was given, nil to leave the mark.
        var mark: Int64?
    }

    struct Effect {
        var isCreated: Bool
        var version: Int
        var lost: Int
    }

    let db: Database
    let statements: RecordStatements

    func row(_ type: RecordedType, _ id: String) throws -> Row? {
        statements.resource.bind(1, id)
        statements.resource.bind(2, type.rawValue)
        return try statements.resource.first { columns in
            Row(
                number: columns.int(0), person: columns.optionalInt(1).map(PersonID.init), version: Int(columns.int(2)),
                current: columns.int(3), feed: columns.int(4), eventTime: columns.int(5), inputHash: columns.bytes(6),
                stamps: columns.bytes(7), mark: columns.int(8))
        }
    }

    func content(_ version: Int64) throws -> [UInt8] {
        statements.content.bind(1, version)
        return try statements.content.first { $0.bytes(0) } ?? []
    }

    /// Brings one resource of a message together with what is known; nil when nothing changed.
    func apply(
        _ tree: Tree, _ node: Tree.ID, type: RecordedType, id: String, person: PersonID?, row: Row?, said: Said
    ) throws -> Effect? {
        let source = FactSource(feed: said.feed, time: said.eventTime)
        guard let row else {
            let first = ResourceMerge.first(tree, node, from: source)
            let hash = Self.hash(first.json, first.stamps)
            try insert(type, id, person, first, hash, said, tokens: Self.tokens(tree, node))
            return Effect(isCreated: true, version: 1, lost: 0)
        }
        var mark = said.mark ?? row.mark
        // An older consent from elsewhere doesn't take a withdrawal back.
        if mark == 0, said.feed != row.feed, said.eventTime < row.eventTime { mark = row.mark }
        let input = ResourceMerge.first(tree, node, from: source)
        let hash = Self.hash(input.json, input.stamps)
        if row.feed == said.feed, row.inputHash == hash, row.mark == mark, row.person != nil || person == nil {
            // The same was said again: it holds from now on.
            if said.eventTime > row.eventTime {
                statements.touchResource.bind(1, said.eventTime)
                statements.touchResource.bind(2, row.number)
                try statements.touchResource.execute()
            }
            return nil
        }
        let before = try content(row.current)
        guard let old = JSONReader.read(before, dialect: .fhir).tree else {
            throw RecordFailure.unreadableVersion
        }
        let stamps = FactStamps(
            latest: FactSource(feed: row.feed, time: row.eventTime), encoded: row.stamps)
        let next = ResourceMerge.next(old: old, stamps: stamps, new: tree, node, from: source)
        let isChanged = next.json != before || row.mark != mark
        var version = row.current
        if isChanged {
            version = try insertVersion(row.version + 1, previous: row.current, said, next.json)
            try changeTokens(row.number, type, old: old, said: (tree, node), json: next.json)
        }
        // A message that lost a fact must be looked at again even when it is repeated: no hash to recognise it by.
        let isLatest = next.stamps.latest == source
        let update = statements.updateResource
        update.bind(1, isChanged ? row.version + 1 : row.version)
        update.bind(2, version)
        update.bind(3, next.stamps.latest.feed)
        update.bind(4, next.stamps.latest.time)
        update.bind(5, !isLatest ? row.inputHash : next.lost > 0 ? [] : hash)
        update.bind(6, next.stamps.others.isEmpty ? nil : next.stamps.encoded)
        update.bind(7, mark)
        // What came first without a person gets one; nothing moves from one person to another.
        update.bind(8, person?.rawValue)
        update.bind(9, row.number)
        try update.execute()
        guard isChanged else {
            return next.lost > 0 ? Effect(isCreated: false, version: 0, lost: next.lost) : nil
        }
        return Effect(isCreated: false, version: row.version + 1, lost: next.lost)
    }

    private func insert(
        _ type: RecordedType, _ id: String, _ person: PersonID?, _ first: ResourceMerge.Result, _ hash: [UInt8], _ said: Said,
        tokens: Set<Token>
    ) throws {
        let version = try insertVersion(1, previous: nil, said, first.json)
        let insert = statements.insertResource
        insert.bind(1, type.rawValue)
        insert.bind(2, id)
        insert.bind(3, person?.rawValue)
        insert.bind(4, 1)
        insert.bind(5, version)
        insert.bind(6, said.feed)
        insert.bind(7, said.eventTime)
        insert.bind(8, hash)
        insert.bind(9, first.stamps.others.isEmpty ? nil : first.stamps.encoded)
        insert.bind(10, said.mark ?? 0)
        try insert.execute()
        let number = db.lastInsertedRowID
        for token in tokens { try run(statements.insertToken, token, type, number) }
    }

    private func insertVersion(_ version: Int, previous: Int64?, _ said: Said, _ json: [UInt8]) throws -> Int64 {
        let insert = statements.insertVersion
        insert.bind(1, version)
        insert.bind(2, previous)
        insert.bind(3, said.feed)
        insert.bind(4, said.controlID)
        insert.bind(5, said.eventTime)
        insert.bind(6, said.recordedAt)
        insert.bind(7, json)
        try insert.execute()
        return db.lastInsertedRowID
    }

    // MARK: Tokens

    struct Token: Hashable {
        var system: String
        var value: String
    }

    /// The business identifiers of a resource.
    static func tokens(_ tree: Tree, _ resource: Tree.ID) -> Set<Token> {
        var tokens = Set<Token>()
        var next = tree.firstChild(of: resource)
        while let child = next {
            next = tree.nextSibling(of: child)
            guard tree.node(child, isNamed: Names.identifier), let value = tree.text(Names.value, from: child) else { continue }
            tokens.insert(Token(system: tree.text(Names.system, from: child) ?? "", value: value))
        }
        return tokens
    }

    private func changeTokens(
        _ number: Int64, _ type: RecordedType, old: Tree, said: (tree: Tree, node: Tree.ID), json: [UInt8]
    ) throws {
        let before = Self.tokens(old, .root)
        // The identifiers of one system replace those of the same. Nearly always they are the same: nothing to read again.
        let heard = Self.tokens(said.tree, said.node)
        let systems = Set(heard.map(\.system))
        if heard == before.filter({ systems.contains($0.system) }), !Self.deletesIdentifiers(said.tree, said.node) { return }
        guard let tree = JSONReader.read(json, dialect: .fhir).tree else { throw RecordFailure.unreadableVersion }
        let after = Self.tokens(tree, .root)
        for token in before.subtracting(after) { try run(statements.deleteTokens, token, type, number) }
        for token in after.subtracting(before) { try run(statements.insertToken, token, type, number) }
    }

    private static func deletesIdentifiers(_ tree: Tree, _ resource: Tree.ID) -> Bool {
        var next = tree.firstChild(of: resource)
        while let child = next {
            next = tree.nextSibling(of: child)
            if tree.node(child, isNamed: Names.identifier), tree.isMarked(child, DeleteMark.bytes) { return true }
        }
        return false
    }

    private func run(_ statement: PreparedStatement, _ token: Token, _ type: RecordedType, _ number: Int64) throws {
        statement.bind(1, token.value)
        statement.bind(2, token.system)
        statement.bind(3, type.rawValue)
        statement.bind(4, number)
        try statement.execute()
    }

    /// What recognises that the same was said: the content, and what it deletes.
    private static func hash(_ json: [UInt8], _ stamps: FactStamps) -> [UInt8] {
        guard !stamps.others.isEmpty else { return Array(SHA256.digest(of: json).prefix(16)) }
        var input = json
        for stamp in stamps.others {
            withUnsafeBytes(of: stamp.key.element) { input += $0 }
            withUnsafeBytes(of: stamp.key.which) { input += $0 }
        }
        return Array(SHA256.digest(of: input).prefix(16))
    }
}
