import Canonical
import Diagnostics
import FHIR
import Tree

extension Machine {
    /// Bundle, and a MessageHeader whose entry comes first; both are completed when everything is made.
    mutating func begin() -> (header: Tree.ID, identifier: Tree.ID) {
        bundle = output.append(names.root, to: .root)
        output.append(names.bundleID, to: bundle)
        let identifier = output.append(names.bundleIdentifier, to: bundle)
        output.append(names.bundleType, to: bundle)
        output.append(names.timestamp, to: bundle)
        return (begin(names.header.type, names.header.typeID), identifier)
    }

    private mutating func begin(_ type: Place, _ typeID: UInt16) -> Tree.ID {
        let entry = output.append(names.entry, to: bundle)
        output.append(names.fullUrl, to: entry)
        let resource = output.append(names.resource, type, to: entry)
        output[resource].type = typeID
        return resource
    }

    private mutating func add(_ node: Tree.Node, _ place: Place, to parent: Tree.ID) {
        guard place.length > 0 else { return }
        output.append(node, place, to: parent)
    }

    private mutating func identifier(_ node: Tree.Node, _ system: Place, _ value: Place, to parent: Tree.ID) {
        guard value.length > 0 else { return }
        let id = output.append(node, to: parent)
        add(names.identifierSystem, system, to: id)
        add(names.identifierValue, value, to: id)
    }

    private mutating func reference(_ node: Tree.Node, _ place: Place, to parent: Tree.ID) {
        let id = output.append(node, to: parent)
        add(names.reference, place, to: id)
    }

    /// Completes the engine's part: ids, event, source, focus, Provenance.
    mutating func finish(
        header: Tree.ID, identifier bundleIdentifier: Tree.ID, event: Place, focus: [Int], message: [UInt8], controlID: [UInt8],
        time: [UInt8], feed: FeedConstants
    ) {
        let idPlace = identity(of: message, from: feed)
        let controlPlace = output.store(controlID)
        let instant = timestamp(time)
        // The engine's own part is as the validator wants it when these texts are.
        if !feed.isProven || Event(rawValue: text(event)) == nil
            || controlPlace.length > 0 && !PrimitiveFormat.string.accepts(output.text(controlPlace))
        {
            isProven = false
        }

        // Bundle: its first children were laid out by begin().
        var next = output[bundle].firstChild
        while next != 0 {
            let node = output[Tree.ID(next)]
            if node.nameStart == names.bundleID.nameStart { set(next, idPlace) }
            if node.nameStart == names.timestamp.nameStart, let instant { set(next, instant) }
            next = node.nextSibling
        }
        add(names.identifierSystem, names.controlIDSystem, to: bundleIdentifier)
        add(names.identifierValue, controlPlace.length > 0 ? controlPlace : idPlace, to: bundleIdentifier)
        if instant == nil { removeTimestamp() }

        complete(header, names.header.type, idPlace)
        let coding = output.append(names.header.eventCoding, to: header)
        add(names.codingSystem, names.eventSystem, to: coding)
        add(names.codingCode, event, to: coding)
        let sender = output.append(names.header.sender, to: header)
        add(names.referenceType, names.organization, to: sender)
        identifier(names.referenceIdentifier, names.odsSystem, feed.trust, to: sender)
        let source = output.append(names.header.source, to: header)
        add(names.header.name, feed.feed, to: source)
        add(names.header.endpoint, feed.endpoint, to: source)
        for alias in focus {
            for index in 0..<all.count where all[index].alias == alias {
                reference(names.header.focus, all[index].reference, to: header)
            }
        }

        let provenance = begin(names.provenance.type, names.provenance.typeID)
        complete(provenance, names.provenance.type, idPlace)
        let release = output.append(names.extension, to: provenance)
        add(names.extensionURL, names.releaseURL, to: release)
        add(names.valueString, feed.release, to: release)
        for index in 0..<all.count { reference(names.provenance.target, all[index].reference, to: provenance) }
        if all.count == 0 {
            let start = output.bytes.count
            for part in [names.header.type, names.slash, idPlace] { output.copy(part) }
            reference(names.provenance.target, output.place(from: start), to: provenance)
        }
        if let instant {
            add(names.provenance.recorded, instant, to: provenance)
        } else {
            absent(names.provenance.recorded, below: provenance)
        }
        let agent = output.append(names.provenance.agent, to: provenance)
        let who = output.append(names.provenance.who, to: agent)
        identifier(names.referenceIdentifier, names.feedSystem, feed.feed, to: who)
        let trust = output.append(names.provenance.onBehalfOf, to: agent)
        add(names.referenceType, names.organization, to: trust)
        identifier(names.referenceIdentifier, names.odsSystem, feed.trust, to: trust)
        guard controlPlace.length > 0 else { return }
        let entity = output.append(names.provenance.entity, to: provenance)
        output.append(names.provenance.role, to: entity)
        let what = output.append(names.provenance.what, to: entity)
        identifier(names.referenceIdentifier, names.controlIDSystem, controlPlace, to: what)
    }

    /// The message's own id: of the feed and all its bytes.
    private mutating func identity(of message: [UInt8], from feed: FeedConstants) -> Place {
        identityKey.begin(type: output.text(Place(start: names.root.start, length: names.root.length)))
        identityKey.add(output.text(feed.feed))
        message.withUnsafeBufferPointer { identityKey.add($0) }
        let start = output.bytes.count
        identity.write(identityKey, to: output.bytes.extend(by: 36))
        return output.place(from: start)
    }

    private mutating func set(_ node: UInt32, _ place: Place) {
        output[Tree.ID(node)].start = place.start
        output[Tree.ID(node)].length = place.length
    }

    private mutating func complete(_ resource: Tree.ID, _ type: Place, _ id: Place) {
        add(names.id, id, to: resource)
        let start = output.bytes.count
        output.copy(names.base)
        output.copy(type)
        output.copy(names.slash)
        output.copy(id)
        // The fullUrl is the entry's first child.
        set(output[Tree.ID(output[resource].parent)].firstChild, output.place(from: start))
    }

    /// The message's time as an instant; an issue when it is none.
    private mutating func timestamp(_ time: [UInt8]) -> Place? {
        scratch.removeAll(keepingCapacity: true)
        switch time.withUnsafeBufferPointer({ MappingFunction.toInstant.convert!($0, &scratch) }) {
        case .made: return output.store(scratch)
        case .absent: return nil
        case .failed(let code, let reason):
            let isHL7 = nodes[0].kind == .message
            issues.append(
                Diagnostic(
                    .warning, code: code, "the time of the message cannot be read: \(reason)",
                    at: .message(MessagePosition(isHL7 ? "MSH-7" : "Bundle.timestamp"))))
            return nil
        }
    }

    private mutating func removeTimestamp() {
        var next = output[bundle].firstChild
        var previous: UInt32 = 0
        while next != 0 {
            if output[Tree.ID(next)].nameStart == names.timestamp.nameStart, previous != 0 {
                output[Tree.ID(previous)].nextSibling = output[Tree.ID(next)].nextSibling
                return
            }
            previous = next
            next = output[Tree.ID(next)].nextSibling
        }
    }

    /// A required primitive that nobody knows (data-absent-reason).
    private mutating func absent(_ node: Tree.Node, below parent: Tree.ID) {
        var node = node
        node.kind = .null
        node.flags.insert(.extended)
        let id = output.append(node, to: parent)
        let holder = output.append(names.extension, to: id)
        add(names.extensionURL, names.absentReasonURL, to: holder)
        add(names.valueCode, names.unknownCode, to: holder)
    }
}
