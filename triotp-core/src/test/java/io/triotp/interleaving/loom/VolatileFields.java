package io.triotp.interleaving.loom;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Which fields of our classes are volatile.
 */
final class VolatileFields {

	private final WovenClasses classes;

	private final Map<String, Set<String>> known = new HashMap<>();

	private final Map<String, String> parents = new HashMap<>();

	VolatileFields(WovenClasses classes) {
		this.classes = classes;
	}

	/** Whether a field is, which the class that is named may have from a parent. */
	boolean contains(String owner, String field) {
		for (String type = owner; type != null
				&& WovenClasses.isOurs(type.replace('/', '.')); type = this.parents.get(type)) {
			if (this.known.computeIfAbsent(type, this::read).contains(field)) {
				return true;
			}
		}
		return false;
	}

	private Set<String> read(String type) {
		Set<String> found = new HashSet<>();
		try {
			new ClassReader(this.classes.plain(type.replace('/', '.'))).accept(new ClassVisitor(Opcodes.ASM9) {

				@Override
				public void visit(int version, int access, String name, String signature, String superName,
						String[] interfaces) {
					VolatileFields.this.parents.put(type, superName);
				}

				@Override
				public FieldVisitor visitField(int access, String name, String descriptor, String signature,
						Object value) {
					if ((access & Opcodes.ACC_VOLATILE) != 0) {
						found.add(name);
					}
					return null;
				}

			}, ClassReader.SKIP_CODE);
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new IllegalStateException("Cannot read " + type, ex);
		}
		return found;
	}

}
