package import Tree

extension Schema {
    package func type(named name: String) -> FHIRType? {
        typeID(named: Name(name)).map { FHIRType(schema: self, id: $0) }
    }

    /// The type with this number, e.g. of a tree's node; nil for zero and for numbers of no type.
    package func type(_ id: TypeID) -> FHIRType? {
        id.rawValue > 0 && Int(id.rawValue) < types.count ? FHIRType(schema: self, id: id) : nil
    }

    package func typeID(named name: Name) -> TypeID? {
        let number = name.bytes.withUnsafeBufferPointer { typeNumber($0) }
        return number == 0 ? nil : TypeID(rawValue: number)
    }

    /// Whether `a` is `b` or derives from it.
    package func isSubtype(_ a: TypeID, of b: TypeID) -> Bool {
        var current = a.rawValue
        while current != 0, Int(current) < types.count {
            if current == b.rawValue { return true }
            current = types[Int(current)].base
        }
        return false
    }

    package var allTypes: [FHIRType] {
        types.indices.dropFirst().map { FHIRType(schema: self, id: TypeID(rawValue: UInt16($0))) }
    }

    package var resourceTypes: [FHIRType] { allTypes.filter { $0.isResource && !$0.isAbstract } }
}

// MARK: - By bytes

extension Schema {
    /// The number of the type called `name`, or zero.
    func typeNumber(_ name: UnsafeBufferPointer<UInt8>) -> UInt16 {
        let hash = Name.hash(of: UnsafeRawBufferPointer(name))
        let found = typeIndex.find(hash: hash) { position in
            let type = types[position]
            return type.nameHash == hash && isName(type.nameStart, type.nameLength, name)
        }
        return found < 0 ? 0 : UInt16(found)
    }

    /// The number of a resource type that is not abstract, or zero.
    func resourceNumber(_ name: UnsafeBufferPointer<UInt8>) -> UInt16 {
        let number = typeNumber(name)
        let type = types[Int(number)]
        return type.kind == .resource && !type.isAbstract ? number : 0
    }

    /// The spelling's position in `properties`, or -1.
    func property(_ name: Name, of owner: UInt16) -> Int {
        name.bytes.withUnsafeBufferPointer { property($0, hash: name.hash, of: owner) }
    }

    @inline(__always)
    func property(_ name: UnsafeBufferPointer<UInt8>, hash: UInt32, of owner: UInt16) -> Int {
        propertyIndex.find(hash: HashIndex.mix(owner, hash)) { position in
            let property = properties[position]
            return property.nameHash == hash && property.owner == owner
                && isName(property.nameStart, property.nameLength, name)
        }
    }

    func hasCode(_ code: [UInt8], in valueSet: UInt16) -> Bool {
        code.withUnsafeBufferPointer { self.code($0, in: valueSet) } >= 0
    }

    /// The code's position in `codes`, or -1.
    func code(_ code: UnsafeBufferPointer<UInt8>, in valueSet: UInt16) -> Int {
        let hash = Name.hash(of: UnsafeRawBufferPointer(code))
        return codeIndex.find(hash: HashIndex.mix(valueSet, hash)) { position in
            let record = codes[position]
            guard record.hash == hash, record.valueSet == valueSet, Int(record.length) == code.count else { return false }
            return isText(record.start, code)
        }
    }

    /// Whether the value set has this code of this system.
    func hasCode(_ code: UnsafeBufferPointer<UInt8>, system: UnsafeBufferPointer<UInt8>, in valueSet: UInt16) -> Bool {
        let hash = Name.hash(of: UnsafeRawBufferPointer(code))
        return codeIndex.find(hash: HashIndex.mix(valueSet, hash)) { position in
            let record = codes[position]
            guard record.hash == hash, record.valueSet == valueSet, Int(record.length) == code.count else { return false }
            return isText(record.start, code) && systems[Int(record.system)].utf8.elementsEqual(system)
        } >= 0
    }

    @inline(__always)
    private func isName(_ start: UInt32, _ length: UInt8, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        Int(length) == name.count && isText(start, name)
    }

    @inline(__always)
    private func isText(_ start: UInt32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        names.withUnsafeBufferPointer { names in
            for offset in 0..<text.count where names[Int(start) + offset] != text[offset] { return false }
            return true
        }
    }
}
