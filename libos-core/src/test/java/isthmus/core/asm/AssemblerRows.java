package isthmus.core.asm;

import static isthmus.core.asm.Register.R10;
import static isthmus.core.asm.Register.R11;
import static isthmus.core.asm.Register.R12;
import static isthmus.core.asm.Register.R13;
import static isthmus.core.asm.Register.R14;
import static isthmus.core.asm.Register.R15;
import static isthmus.core.asm.Register.R8;
import static isthmus.core.asm.Register.R9;
import static isthmus.core.asm.Register.RAX;
import static isthmus.core.asm.Register.RBP;
import static isthmus.core.asm.Register.RBX;
import static isthmus.core.asm.Register.RCX;
import static isthmus.core.asm.Register.RDI;
import static isthmus.core.asm.Register.RDX;
import static isthmus.core.asm.Register.RSI;
import static isthmus.core.asm.Register.RSP;

import java.util.LinkedHashMap;
import java.util.Map;

/** The {@link Assembler}'s calls for the lines of {@code encodings.txt}. */
final class AssemblerRows {
    /** Emits one line for one register. */
    interface Emission {
        void emit(Assembler a, Register r);
    }

    private AssemblerRows() {}

    static Map<String, Emission> all() {
        Map<String, Emission> rows = new LinkedHashMap<>();
        rows.putAll(dataMovement());
        rows.putAll(classicArithmetic());
        rows.putAll(otherArithmetic());
        rows.putAll(control());
        return rows;
    }

    /** Moves, loads, stores, stack, strings. */
    private static Map<String, Emission> dataMovement() {
        Map<String, Emission> rows = new LinkedHashMap<>();
        rows.put("mov {r}, r13", (a, r) -> a.mov(r, R13));
        rows.put("mov rsp, {r}", (a, r) -> a.mov(RSP, r));
        rows.put("mov {d}, r12d", (a, r) -> a.mov32(r, R12));
        rows.put("mov ebp, {d}", (a, r) -> a.mov32(RBP, r));
        rows.put("mov {d}, 0", (a, r) -> a.mov(r, 0));
        rows.put("mov {d}, 0xffffffff", (a, r) -> a.mov(r, 0xffffffffL));
        rows.put("mov {r}, -1", (a, r) -> a.mov(r, -1));
        rows.put("movabs {r}, 0x7ff012345678", (a, r) -> a.mov(r, 0x7ff012345678L));
        rows.put("mov rdi, [{r}]", (a, r) -> a.load(RDI, r, 0));
        rows.put("mov {r}, [{r}+8]", (a, r) -> a.load(r, r, 8));
        rows.put("mov r9, [{r}-128]", (a, r) -> a.load(R9, r, -128));
        rows.put("mov rax, [{r}+128]", (a, r) -> a.load(RAX, r, 128));
        rows.put("mov {r}, [r12-0x12345678]", (a, r) -> a.load(r, R12, -0x12345678));
        rows.put("mov edi, [{r}]", (a, r) -> a.load32(RDI, r, 0));
        rows.put("mov {d}, [r13]", (a, r) -> a.load32(r, R13, 0));
        rows.put("movzx ecx, byte ptr [{r}+1]", (a, r) -> a.load8(RCX, r, 1));
        rows.put("mov [{r}], {r}", (a, r) -> a.store(r, 0, r));
        rows.put("mov [{r}+127], r15", (a, r) -> a.store(r, 127, R15));
        rows.put("mov [rbp+0x1000], {r}", (a, r) -> a.store(RBP, 0x1000, r));
        rows.put("mov [{r}+8], r8d", (a, r) -> a.store32(r, 8, R8));
        rows.put("mov [rsp+4], {d}", (a, r) -> a.store32(RSP, 4, r));
        rows.put("mov dword ptr [{r}], 5", (a, r) -> a.store32(r, 0, 5));
        rows.put("mov dword ptr [{r}+0x100], -2", (a, r) -> a.store32(r, 0x100, -2));
        rows.put("mov qword ptr [{r}+16], -3", (a, r) -> a.store(r, 16, -3));
        rows.put("mov [{r}], {b}", (a, r) -> a.store8(r, 0, r));
        rows.put("mov [r12+3], {b}", (a, r) -> a.store8(R12, 3, r));
        rows.put("mov {r}, gs:[0x40]", (a, r) -> a.loadGs(r, 0x40));
        rows.put("mov {d}, gs:[0x44]", (a, r) -> a.loadGs32(r, 0x44));
        rows.put("mov gs:[0x48], {r}", (a, r) -> a.storeGs(0x48, r));
        rows.put("mov gs:[0x4c], {d}", (a, r) -> a.storeGs32(0x4c, r));
        rows.put("lea {r}, [rsp+8]", (a, r) -> a.lea(r, RSP, 8));
        rows.put("lea rbx, [{r}-200]", (a, r) -> a.lea(RBX, r, -200));
        rows.put("mov {r}, [{r}+rcx*8]", (a, r) -> a.loadIndexed(r, r, RCX, 8, 0));
        rows.put("mov rax, [{r}+r14*4+64]", (a, r) -> a.loadIndexed(RAX, r, R14, 4, 64));
        rows.put("mov r11, [{r}+r12*1+0x1000]", (a, r) -> a.loadIndexed(R11, r, R12, 1, 0x1000));
        rows.put("push {r}", (a, r) -> a.push(r));
        rows.put("pop {r}", (a, r) -> a.pop(r));
        rows.put("push qword ptr [{r}+8]", (a, r) -> a.pushMem(r, 8));
        rows.put("pop qword ptr [{r}]", (a, r) -> a.popMem(r, 0));
        rows.put("mov rax, gs:[0xfffffffffffffff8]", (a, r) -> a.loadGs(RAX, -8));
        rows.put("mov qword ptr gs:[8], -1", (a, r) -> a.storeGs(8, -1));
        rows.put("mov dword ptr gs:[0x10], 0x7fffffff", (a, r) -> a.storeGs32(0x10, 0x7fffffff));
        rows.put("push qword ptr gs:[0x18]", (a, r) -> a.pushGs(0x18));
        rows.put("pop qword ptr gs:[0x18]", (a, r) -> a.popGs(0x18));
        rows.put("mov r12, [r13+r13*2]", (a, r) -> a.loadIndexed(R12, R13, R13, 2, 0));
        rows.put("mov rax, [rsp+rbp*8]", (a, r) -> a.loadIndexed(RAX, RSP, RBP, 8, 0));
        rows.put("pushfq", (a, r) -> a.pushfq());
        rows.put("popfq", (a, r) -> a.popfq());
        rows.put("rep movsb", (a, r) -> a.repMovsb());
        rows.put("rep stosb", (a, r) -> a.repStosb());
        rows.put("cld", (a, r) -> a.cld());
        return rows;
    }

    /** The operations with an opcode scheme of their own. */
    private static Map<String, Emission> classicArithmetic() {
        Map<String, Emission> rows = new LinkedHashMap<>();
        rows.put("add {r}, r10", (a, r) -> a.add(r, R10));
        rows.put("add rsi, {r}", (a, r) -> a.add(RSI, r));
        rows.put("add {r}, -7", (a, r) -> a.add(r, -7));
        rows.put("add {r}, 0x1000", (a, r) -> a.add(r, 0x1000));
        rows.put("add {d}, eax", (a, r) -> a.add32(r, RAX));
        rows.put("add {d}, 127", (a, r) -> a.add32(r, 127));
        rows.put("add {d}, 128", (a, r) -> a.add32(r, 128));
        rows.put("sub {r}, r10", (a, r) -> a.sub(r, R10));
        rows.put("sub rsi, {r}", (a, r) -> a.sub(RSI, r));
        rows.put("sub {r}, -7", (a, r) -> a.sub(r, -7));
        rows.put("sub {r}, 0x1000", (a, r) -> a.sub(r, 0x1000));
        rows.put("sub {d}, eax", (a, r) -> a.sub32(r, RAX));
        rows.put("sub {d}, 127", (a, r) -> a.sub32(r, 127));
        rows.put("sub {d}, 128", (a, r) -> a.sub32(r, 128));
        rows.put("and {r}, r10", (a, r) -> a.and(r, R10));
        rows.put("and rsi, {r}", (a, r) -> a.and(RSI, r));
        rows.put("and {r}, -7", (a, r) -> a.and(r, -7));
        rows.put("and {r}, 0x1000", (a, r) -> a.and(r, 0x1000));
        rows.put("and {d}, eax", (a, r) -> a.and32(r, RAX));
        rows.put("and {d}, 127", (a, r) -> a.and32(r, 127));
        rows.put("and {d}, 128", (a, r) -> a.and32(r, 128));
        rows.put("or {r}, r10", (a, r) -> a.or(r, R10));
        rows.put("or rsi, {r}", (a, r) -> a.or(RSI, r));
        rows.put("or {r}, -7", (a, r) -> a.or(r, -7));
        rows.put("or {r}, 0x1000", (a, r) -> a.or(r, 0x1000));
        rows.put("or {d}, eax", (a, r) -> a.or32(r, RAX));
        rows.put("or {d}, 127", (a, r) -> a.or32(r, 127));
        rows.put("or {d}, 128", (a, r) -> a.or32(r, 128));
        rows.put("xor {r}, r10", (a, r) -> a.xor(r, R10));
        rows.put("xor rsi, {r}", (a, r) -> a.xor(RSI, r));
        rows.put("xor {r}, -7", (a, r) -> a.xor(r, -7));
        rows.put("xor {r}, 0x1000", (a, r) -> a.xor(r, 0x1000));
        rows.put("xor {d}, eax", (a, r) -> a.xor32(r, RAX));
        rows.put("xor {d}, 127", (a, r) -> a.xor32(r, 127));
        rows.put("xor {d}, 128", (a, r) -> a.xor32(r, 128));
        rows.put("cmp {r}, r10", (a, r) -> a.cmp(r, R10));
        rows.put("cmp rsi, {r}", (a, r) -> a.cmp(RSI, r));
        rows.put("cmp {r}, -7", (a, r) -> a.cmp(r, -7));
        rows.put("cmp {r}, 0x1000", (a, r) -> a.cmp(r, 0x1000));
        rows.put("cmp {d}, eax", (a, r) -> a.cmp32(r, RAX));
        rows.put("cmp {d}, 127", (a, r) -> a.cmp32(r, 127));
        rows.put("cmp {d}, 128", (a, r) -> a.cmp32(r, 128));
        return rows;
    }

    /** Comparisons with memory, shifts, atomic operations. */
    private static Map<String, Emission> otherArithmetic() {
        Map<String, Emission> rows = new LinkedHashMap<>();
        rows.put("test {r}, {r}", (a, r) -> a.test(r, r));
        rows.put("test {d}, r9d", (a, r) -> a.test32(r, R9));
        rows.put("test {r}, 0x100", (a, r) -> a.test(r, 0x100));
        rows.put("test {d}, 1", (a, r) -> a.test32(r, 1));
        rows.put("cmp dword ptr [{r}+4], 9", (a, r) -> a.cmpMem32(r, 4, 9));
        rows.put("cmp dword ptr [{r}], 0x12345", (a, r) -> a.cmpMem32(r, 0, 0x12345));
        rows.put("cmp [{r}+8], r15", (a, r) -> a.cmpMem(r, 8, R15));
        rows.put("cmp [{r}+8], eax", (a, r) -> a.cmpMem32(r, 8, RAX));
        rows.put("shl {r}, 1", (a, r) -> a.shl(r, 1));
        rows.put("shl {r}, 63", (a, r) -> a.shl(r, 63));
        rows.put("shr {r}, 1", (a, r) -> a.shr(r, 1));
        rows.put("shr {r}, 12", (a, r) -> a.shr(r, 12));
        rows.put("shl {d}, 2", (a, r) -> a.shl32(r, 2));
        rows.put("shr {d}, 31", (a, r) -> a.shr32(r, 31));
        rows.put("inc {r}", (a, r) -> a.inc(r));
        rows.put("inc {d}", (a, r) -> a.inc32(r));
        rows.put("dec {r}", (a, r) -> a.dec(r));
        rows.put("dec {d}", (a, r) -> a.dec32(r));
        rows.put("neg {r}", (a, r) -> a.neg(r));
        rows.put("neg {d}", (a, r) -> a.neg32(r));
        rows.put("xchg [{r}], edx", (a, r) -> a.xchg32(r, 0, RDX));
        rows.put("xchg [{r}+8], r13", (a, r) -> a.xchg(r, 8, R13));
        rows.put("lock cmpxchg [{r}+4], r9d", (a, r) -> a.lockCmpxchg32(r, 4, R9));
        rows.put("lock cmpxchg [{r}], rcx", (a, r) -> a.lockCmpxchg(r, 0, RCX));
        rows.put("xadd [{r}], rax", (a, r) -> a.xadd(r, 0, RAX));
        rows.put("lock xadd [{r}], r10", (a, r) -> a.lockXadd(r, 0, R10));
        rows.put("lock xadd [{r}+0x40], edx", (a, r) -> a.lockXadd32(r, 0x40, RDX));
        rows.put("cmp dword ptr gs:[0x10], 3", (a, r) -> a.cmpGs32(0x10, 3));
        rows.put("cmp dword ptr gs:[0x10], 0x300", (a, r) -> a.cmpGs32(0x10, 0x300));
        rows.put("mfence", (a, r) -> a.mfence());
        rows.put("lfence", (a, r) -> a.lfence());
        rows.put("mul {r}", (a, r) -> a.mul(r));
        rows.put("shrd {r}, r10, 56", (a, r) -> a.shrd(r, R10, 56));
        return rows;
    }

    /** Jumps, system instructions, state. */
    private static Map<String, Emission> control() {
        Map<String, Emission> rows = new LinkedHashMap<>();
        rows.put("jmp {r}", (a, r) -> a.jmp(r));
        rows.put("call {r}", (a, r) -> a.call(r));
        rows.put("jmp qword ptr [{r}+16]", (a, r) -> a.jmpMem(r, 16));
        rows.put("call qword ptr [{r}]", (a, r) -> a.callMem(r, 0));
        rows.put("xsave64 [{r}]", (a, r) -> a.xsave64(r, 0));
        rows.put("xrstor64 [{r}+64]", (a, r) -> a.xrstor64(r, 64));
        rows.put("fxsave64 [{r}+0x1000]", (a, r) -> a.fxsave64(r, 0x1000));
        rows.put("fxrstor64 [{r}]", (a, r) -> a.fxrstor64(r, 0));
        rows.put("rdfsbase {r}", (a, r) -> a.rdfsbase(r));
        rows.put("wrfsbase {r}", (a, r) -> a.wrfsbase(r));
        rows.put("rdgsbase {r}", (a, r) -> a.rdgsbase(r));
        rows.put("wrgsbase {r}", (a, r) -> a.wrgsbase(r));
        rows.put("jmp qword ptr gs:[0x20]", (a, r) -> a.jmpGs(0x20));
        rows.put("pause", (a, r) -> a.pause());
        rows.put("ret", (a, r) -> a.ret());
        rows.put("iretq", (a, r) -> a.iretq());
        rows.put("syscall", (a, r) -> a.syscall());
        rows.put("int3", (a, r) -> a.int3());
        rows.put("ud2", (a, r) -> a.ud2());
        rows.put("cpuid", (a, r) -> a.cpuid());
        rows.put("rdtsc", (a, r) -> a.rdtsc());
        rows.put("xgetbv", (a, r) -> a.xgetbv());
        return rows;
    }
}
