package io.triotp.interleaving.loom;

import java.util.Set;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts a {@linkplain Points#here point} before each access to memory that threads share:
 * volatile fields, variable handles, and what is in {@code java.util.concurrent}.
 */
final class Weaver extends ClassVisitor {

	private static final String POINTS = "io/triotp/interleaving/loom/Points";

	private static final String RECORDER = "jdk/jfr/FlightRecorder";

	private static final Set<String> UNDER_A_LOCK = Set.of("compute", "computeIfPresent", "computeIfAbsent", "merge");

	private static final Set<String> OF_THREADS = Set.of("interrupt", "isInterrupted", "interrupted", "start",
			"isAlive", "onSpinWait", "getState");

	private final VolatileFields volatiles;

	private Weaver(ClassVisitor next, VolatileFields volatiles) {
		super(Opcodes.ASM9, next);
		this.volatiles = volatiles;
	}

	static byte[] weave(byte[] plain, VolatileFields volatiles) {
		ClassReader reader = new ClassReader(plain);
		// A point takes no room on the stack, so all frames stay as they are.
		ClassWriter writer = new ClassWriter(reader, 0);
		reader.accept(new Weaver(writer, volatiles), 0);
		return writer.toByteArray();
	}

	@Override
	public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
			String[] exceptions) {
		MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
		return name.equals("<clinit>") ? next : new Method(next, this.volatiles);
	}

	private static final class Method extends MethodVisitor {

		private final VolatileFields volatiles;

		Method(MethodVisitor next, VolatileFields volatiles) {
			super(Opcodes.ASM9, next);
			this.volatiles = volatiles;
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			if (this.volatiles.contains(owner, name)) {
				point();
			}
			super.visitFieldInsn(opcode, owner, name, descriptor);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			if (UNDER_A_LOCK.contains(name) && isMap(owner)) {
				super.visitMethodInsn(Opcodes.INVOKESTATIC, POINTS, name, descriptor.replace("(", "(Ljava/util/Map;"),
						false);
				return;
			}
			if (owner.equals(RECORDER) && name.equals("isAvailable")) {
				super.visitMethodInsn(Opcodes.INVOKESTATIC, POINTS, "recorderIsAvailable", descriptor, false);
				return;
			}
			if (isShared(owner, name)) {
				point();
			}
			super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
		}

		private void point() {
			super.visitMethodInsn(Opcodes.INVOKESTATIC, POINTS, "here", "()V", false);
		}

		/** One that is not concurrent does the same there. */
		private static boolean isMap(String owner) {
			return owner.equals("java/util/concurrent/ConcurrentHashMap")
					|| owner.equals("java/util/concurrent/ConcurrentMap") || owner.equals("java/util/Map");
		}

		private static boolean isShared(String owner, String name) {
			if (owner.equals("java/lang/Thread")) {
				return OF_THREADS.contains(name);
			}
			return owner.equals("java/lang/invoke/VarHandle") || owner.equals("java/util/Map")
					|| owner.equals("java/util/Set")
					|| (owner.startsWith("java/util/concurrent/") && !owner.endsWith("/TimeUnit")
							&& !owner.endsWith("/Callable") && !owner.endsWith("/ThreadLocalRandom")
							&& !name.equals("<init>"));
		}

	}

}
