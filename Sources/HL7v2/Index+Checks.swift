import Diagnostics

extension Index {
    /// Says what the scan saw that is not as it should be; false when the message cannot be used.
    func check(_ bytes: UnsafeRawBufferPointer, limits: Limits, _ issues: inout IssueList) -> Bool {
        guard segments.count <= limits.segments else {
            issues.add(.error, "too-many-segments", "the message has more than \(limits.segments) segments")
            return false
        }
        var isUsable = true
        for place in segments.indices {
            let segment = segments[place]
            if place > 0, segment.id == "MSH", isUsable {
                issues.add(
                    .error, "second-message", "a second MSH begins: two messages stand in one body", path: path(of: place),
                    byte: Int(segment.start), hint: "send one message a body, or frame them as a batch (BHS, BTS)")
                isUsable = false
            }
            if !segment.id.isValid {
                issues.add(
                    .warning, "segment-name-invalid", "a segment's name is not a capital letter and two capitals or digits",
                    path: "segment \(place + 1)", byte: Int(segment.start))
            }
            if segment.isRespelt, !issues.isFull {
                issues.add(
                    .warning, "segment-name-respelt", "a segment's name is written in small letters or with blanks around it",
                    path: path(of: place), byte: Int(segment.start))
            }
            if let doubtful = segment.doubtful {
                issues.add(
                    .error, "line-doubtful", "a line begins like a segment whose name nobody knows", path: path(of: place),
                    byte: Int(doubtful), hint: "joined to the segment before it would shift fields; the sender mends the name")
            }
            if segment.isContinued, !issues.isFull {
                issues.add(
                    .warning, "line-joined", "a line that begins no segment was joined to the one before",
                    path: path(of: place), byte: Int(segment.start), hint: "line breaks in text are written \\.br\\ or \\X0D\\")
            }
            if Int(segment.markCount) > limits.fields, isUsable {
                issues.add(
                    .error, "too-many-fields", "the segment has more than \(limits.fields) fields", path: path(of: place),
                    byte: Int(segment.start))
                isUsable = false
            }
        }
        if let firstControl {
            let place = segments.lastIndex { $0.start <= firstControl } ?? 0
            issues.add(
                .warning, "control-character", "a control character stands in the text", path: path(of: place),
                byte: Int(firstControl))
        }
        if fieldCount(of: 0) < 9 {
            issues.add(
                .error, "header-too-short", "MSH ends before the message type (MSH-9)", path: "MSH-9",
                byte: Int(segments[0].end))
            isUsable = false
        }
        return isUsable
    }

    /// `OBX[2]`: the segment as positions of issues name it; the first of its name has no number.
    package func path(of segment: Int) -> String {
        guard segments.indices.contains(segment) else { return "MSH" }
        let id = segments[segment].id
        let name = id.isValid ? id.description : "segment \(segment + 1)"
        guard id.isValid else { return name }
        let occurrence = segments[..<segment].reduce(1) { $1.id == id ? $0 + 1 : $0 }
        return occurrence == 1 ? name : "\(name)[\(occurrence)]"
    }
}
