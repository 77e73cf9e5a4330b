; every construct once, as LLVM prints it
source_filename = "a \22quoted\22; name.c"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

module asm ".globl raw # %1 ; \22x\22"
module asm ".set raw, 1"

%0 = type { i32, %1 }
%1 = type { [2 x %"1.held"] }
%"1.held" = type { i8, ptr }
%opaque = type opaque
%"class.std::vector<int; \22x\22>" = type { ptr, ptr, ptr }
%packed = type <{ i8, double, [3 x <2 x float>] }>
%rec = type { ptr, %rec.inner }
%rec.inner = type { [4 x { double, i64 }] }

$comdat_any = comdat any
$"odd name" = comdat largest
$nodup = comdat nodeduplicate

@0 = private unnamed_addr constant [8 x i8] c"%1;\22\0A@2\00", align 1
@1 = private unnamed_addr constant [2 x ptr] [ptr @0, ptr @1], align 8
@tls = thread_local(initialexec) global i32 0, align 4
@"odd name" = linkonce_odr dso_local local_unnamed_addr global %packed zeroinitializer, comdat, align 16
@spaced = external addrspace(3) global [0 x float], align 4
@vtable = linkonce_odr unnamed_addr constant { [4 x ptr] } { [4 x ptr] [ptr null, ptr @typeinfo, ptr @pad, ptr @virtual] }, comdat($comdat_any), align 8, !type !9, !type !10
@typeinfo = external constant ptr
@inside = constant ptr getelementptr inbounds inrange(-16, 16) ({ [4 x ptr] }, ptr @vtable, i32 0, i32 0, i32 2), align 8
@difference = constant i32 trunc (i64 sub (i64 ptrtoint (ptr @virtual to i64), i64 ptrtoint (ptr @vtable to i64)) to i32), align 4
@same = constant ptr dso_local_equivalent @virtual
@plain = constant ptr no_cfi @virtual
@labels = internal constant [2 x ptr] [ptr blockaddress(@jumps, %8), ptr blockaddress(@jumps, %named)], align 16
@floats = constant { half, bfloat, float, double, x86_fp80, fp128, <2 x half> } { half 0xH3C00, bfloat 0xR3F80, float 0x3FB99999A0000000, double 0x7FF8000000000001, x86_fp80 0xK3FFF8000000000000000, fp128 0xL00000000000000003FFF000000000000, <2 x half> splat (half 0xH3C00) }
@big = constant i128 -170141183460469231731687303715884105728
@unnamed_type = global %0 zeroinitializer, section ".data;x", align 8
@outside = externally_initialized global ptr addrspacecast (ptr addrspace(3) @spaced to ptr), code_model "large", !associated !11
@hidden = hidden alias i32, ptr @tls
@tail = weak_odr alias i8, getelementptr (i8, ptr @"odd name", i64 4)
@resolved = ifunc double (double), ptr @resolver
@llvm.used = appending global [1 x ptr] [ptr @virtual], section "llvm.metadata"
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @pad, ptr null }]

define internal ptr @resolver() {
  ret ptr @virtual
}

define linkonce_odr dso_local noundef double @virtual(double noundef nofpclass(nan inf) %0) unnamed_addr #0 comdat($comdat_any) align 2 prefix i32 123 prologue i8 -112 {
  ret double %0
}

define void @pad() personality ptr @__gxx_personality_v0 {
  %1 = invoke noundef { i32, double } @made(ptr noundef nonnull byval(%packed) align 1 @"odd name", i32 inreg zeroext 4) #1 [ "deopt"(i32 1, ptr @tls), "other"() ]
          to label %2 unwind label %4

2:                                                ; preds = %0
  %3 = extractvalue { i32, double } %1, 1
  invoke void (ptr, ...) @variadic(ptr @0, double %3, <2 x float> splat (float 1.000000e+00))
          to label %10 unwind label %7

4:                                                ; preds = %0
  %5 = landingpad { ptr, i32 }
          cleanup
          catch ptr @typeinfo
          filter [1 x ptr] [ptr @typeinfo]
  %6 = extractvalue { ptr, i32 } %5, 1
  br label %9

7:                                                ; preds = %2
  %8 = landingpad { ptr, i32 }
          catch ptr null
  br label %9

9:                                                ; preds = %7, %4
  %n1 = phi { ptr, i32 } [ %5, %4 ], [ %8, %7 ]
  resume { ptr, i32 } %n1

10:                                               ; preds = %2
  ret void
}

define { i32, double } @made(ptr byval(%packed) align 1 %p, i32 inreg zeroext %n) {
  %agg = insertvalue { i32, double } { i32 7, double undef }, double 2.000000e+00, 1
  ret { i32, double } %agg
}

define void @windows() personality ptr @__CxxFrameHandler3 {
  invoke void @pad()
          to label %done unwind label %dispatch

dispatch:                                         ; preds = %0
  %cs = catchswitch within none [label %handler] unwind label %cleaned

handler:                                          ; preds = %dispatch
  %cp = catchpad within %cs [ptr @typeinfo, i32 8, ptr null]
  call void @pad() [ "funclet"(token %cp) ]
  catchret from %cp to label %done

cleaned:                                          ; preds = %dispatch
  %cl = cleanuppad within none []
  cleanupret from %cl unwind to caller

done:                                             ; preds = %handler, %0
  ret void
}

define double @jumps(i32 %0, ptr %1) {
  %3 = sext i32 %0 to i64
  %4 = getelementptr inbounds [2 x ptr], ptr @labels, i64 0, i64 %3
  %5 = load ptr, ptr %4, align 8
  %6 = icmp eq ptr %5, blockaddress(@jumps, %8)
  store i1 %6, ptr %1, align 1
  br label %7

7:                                                ; preds = %2
  indirectbr ptr %5, [label %8, label %named, label %8]

8:                                                ; preds = %7, %7
  %9 = callbr i32 asm sideeffect "bsf $1, $0 # %1", "=r,r,!i,!i,~{dirflag}"(i32 %0) #2
          to label %named [label %11, label %10], !srcloc !12

10:                                               ; preds = %8
  br label %named

11:                                               ; preds = %8
  unreachable

named:                                            ; preds = %10, %8, %7
  ret double 0.000000e+00
}

define amdgpu_kernel void @spaces(ptr addrspace(1) noalias %0, ptr addrspace(3) %1, <4 x ptr addrspace(1)> %2) addrspace(0) {
  %4 = alloca i32, align 4
  %5 = addrspacecast ptr addrspace(1) %0 to ptr
  %6 = load float, ptr addrspace(3) %1, align 4
  %7 = getelementptr inbounds nuw float, ptr addrspace(1) %0, <4 x i64> <i64 0, i64 1, i64 2, i64 3>
  %8 = call <4 x float> @llvm.masked.gather.v4f32.v4p1(<4 x ptr addrspace(1)> align 4 %7, <4 x i1> splat (i1 true), <4 x float> poison)
  %9 = icmp eq <4 x ptr addrspace(1)> %2, %7
  %10 = atomicrmw volatile fadd ptr addrspace(1) %0, float %6 syncscope("agent") monotonic, align 4, !amdgpu.no.fine.grained.memory !13
  %11 = cmpxchg weak volatile ptr addrspace(1) %0, i32 0, i32 1 syncscope("singlethread") acq_rel monotonic, align 4
  fence syncscope("agent") release
  %12 = load atomic volatile i32, ptr %5 syncscope("agent") seq_cst, align 4
  store atomic i32 %12, ptr addrspace(3) %1 release, align 4
  ret void
}

define <vscale x 2 x i1> @scalable(<vscale x 2 x double> %v, <vscale x 2 x ptr> %p, i64 %i) vscale_range(1,16) {
  %cmp = fcmp nnan ninf olt <vscale x 2 x double> %v, splat (double 1.000000e+00)
  %up = shufflevector <vscale x 2 x double> %v, <vscale x 2 x double> poison, <vscale x 2 x i32> zeroinitializer
  %one = extractelement <vscale x 2 x double> %up, i64 %i
  %q = getelementptr double, <vscale x 2 x ptr> %p, i64 %i
  %in = insertelement <vscale x 2 x double> %up, double %one, i32 0
  ret <vscale x 2 x i1> %cmp
}

define preserve_mostcc void @conventions(ptr swiftself %self, ptr swifterror %err, ptr nest %chain, ...) #3 gc "statepoint-example" {
entry:
  %list = alloca [1 x { i32, i32, ptr, ptr }], align 16
  %own = alloca swifterror ptr, align 8
  %room = alloca inalloca { i32, double }, align 8
  %many = alloca %packed, i64 3, align 16
  call void @llvm.va_start.p0(ptr %list)
  %x = va_arg ptr %list, x86_fp80
  %y = call cc 10 i64 @numbered(i64 signext range(i64 -5, 7) 3)
  %z = notail call fastcc align 8 dereferenceable_or_null(16) ptr %self(ptr sret({ double, [2 x i32] }) align 8 dead_on_return %many) #4
  %s = call i64 asm sideeffect alignstack inteldialect unwind "mov $0, %rax; \22q\22 %1", "=r,r,~{memory}"(i64 %y)
  %r = call i64 @llvm.read_register.i64(metadata !14)
  %c = call double @llvm.experimental.constrained.fadd.f64(double 1.000000e+00, double 2.000000e+00, metadata !"round.tonearest", metadata !"fpexcept.strict") #5
  call void @llvm.va_end.p0(ptr %list)
  call void inttoptr (i64 4096 to ptr)(i64 %s)
  ret void
}

define i64 @numbered(i64 %a) {
  %trunc = trunc nuw nsw i64 %a to i32
  %wide = zext nneg i32 %trunc to i128
  %or = or disjoint i128 %wide, 1
  %lt = icmp samesign ult i128 %or, 340282366920938463463374607431768211455
  %f = uitofp nneg i32 %trunc to double
  %g = fptrunc reassoc nnan double %f to half
  %h = fpext half %g to fp128
  %bits = bitcast double %f to <2 x i32>
  %addr = ptrtoint ptr @tls to i64
  %frozen = freeze <2 x i32> %bits
  %neg = fneg fast double %f
  %sel = select nnan i1 %lt, double %neg, double %f, !prof !15
  %arr = insertvalue [2 x { double, <2 x i32> }] poison, double %sel, 1, 0
  %got = extractvalue [2 x { double, <2 x i32> }] %arr, 1, 0
  %nusw = getelementptr nusw nuw i8, ptr @tls, i64 %a
  %deep = getelementptr inbounds %rec, ptr @tls, i64 %a, i32 1, i32 0, i64 %addr, i32 0
  switch i128 %or, label %big [
    i128 0, label %small
    i128 170141183460469231731687303715884105727, label %big
  ]

small:                                            ; preds = %0
  switch i64 %a, label %big [
  ], !prof !16

big:                                              ; preds = %small, %0, %0
  %t = musttail call i64 @numbered(i64 %a)
  ret i64 %t
}

define i32 @never_comes_here() {
  ret i32 0

1:                                                ; No predecessors!
  %2 = phi i32
  ret i32 %2
}

define i64 @many_numbers(i64, i64 %named, i64) {
  %3 = add i64 %0, %named
  br label %4

4:                                                ; preds = %4, %2
  %5 = phi i64 [ %3, %2 ], [ %6, %4 ]
  %6 = mul nuw nsw i64 %5, %1
  %7 = icmp ult i64 %6, 100
  br i1 %7, label %4, label %8, !llvm.loop !17

8:                                                ; preds = %4
  ret i64 %6
}

define dso_local double @debugged(double %0) !dbg !25 {
    #dbg_value(double %0, !30, !DIExpression(), !29)
  %2 = alloca double, align 8, !DIAssignID !31
    #dbg_assign(i1 undef, !30, !DIExpression(), !31, ptr %2, !DIExpression(), !29)
    #dbg_declare(ptr %2, !30, !DIExpression(DW_OP_deref, DW_OP_plus_uconst, 8), !29)
  store double %0, ptr %2, align 8, !dbg !29
    #dbg_label(!32, !29)
    #dbg_value(!DIArgList(double %0, ptr %2), !30, !DIExpression(DW_OP_LLVM_arg, 0, DW_OP_LLVM_arg, 1, DW_OP_plus), !29)
  %3 = load double, ptr %2, align 8, !dbg !29
  ret double %3, !dbg !33
}

define target("spirv.Image", float, 1, 0) @opaque_handle(target("spirv.Image", float, 1, 0) %h, ptr %unused) {
  ret target("spirv.Image", float, 1, 0) %h
}

define { <2 x double>, [3 x { i1, ptr addrspace(5) }] } @returned(%packed %p, [2 x i8] %b) {
  %d = extractvalue %packed %p, 2, 1
  %e = extractelement <2 x float> %d, i32 0
  %w = fadd <2 x float> %d, <float 0x3FB99999A0000000, float undef>
  unreachable
}

declare i32 @__gxx_personality_v0(...)
declare i32 @__CxxFrameHandler3(...)
declare void @variadic(ptr noundef readonly captures(ret: address, provenance), ...) local_unnamed_addr #6
declare extern_weak i32 @perhaps(ptr writable dead_on_unwind initializes((0, 8), (16, 24)) "x"="y;z" align 4) addrspace(1)
declare !type !9 dllimport noalias nonnull ptr @declared(i64 noundef allocalign, ptr allocptr) #7
declare <4 x float> @llvm.masked.gather.v4f32.v4p1(<4 x ptr addrspace(1)>, <4 x i1>, <4 x float>)
declare void @llvm.va_start.p0(ptr)
declare void @llvm.va_end.p0(ptr)
declare i64 @llvm.read_register.i64(metadata)
declare double @llvm.experimental.constrained.fadd.f64(double, double, metadata, metadata)

attributes #0 = { mustprogress nofree norecurse nosync nounwind willreturn memory(argmem: readwrite, inaccessiblemem: read) uwtable(sync) allockind("alloc,zeroed") "a;b"="c}{d" "target-features"="+avx,-x87" }
attributes #1 = { noreturn nounwind }
attributes #2 = { nounwind memory(none) }
attributes #3 = { nounwind alignstack=16 vscale_range(1,0) "no-builtin-printf" }
attributes #4 = { cold nomerge }
attributes #5 = { strictfp }
attributes #6 = { "frame-pointer"="all" }
attributes #7 = { allockind("alloc,aligned") allocsize(0) "alloc-family"="own" }

!llvm.module.flags = !{!0, !1, !2}
!llvm.ident = !{!3}
!llvm.dbg.cu = !{!20}
!odd.name = !{!4, !5}

!0 = !{i32 2, !"Debug Info Version", i32 3}
!1 = !{i32 1, !"wchar_size", i32 4}
!2 = !{i32 6, !"list; \22", !4}
!3 = !{!"some compiler 22; \22x\22"}
!4 = distinct !{!4, !"self"}
!5 = !{ptr @pad, !6, null, i1 true, double 1.000000e+00, <2 x i8> splat (i8 1)}
!6 = !{}
!9 = !{i64 0, !"_ZTS1A"}
!10 = !{i64 16, !"_ZTSM1AFdvE.virtual"}
!11 = !{ptr @tls}
!12 = !{i64 33}
!13 = !{}
!14 = !{!"rsp"}
!15 = !{!"branch_weights", i32 1, i32 2}
!16 = !{!"branch_weights", i32 5}
!17 = distinct !{!17, !18}
!18 = !{!"llvm.loop.mustprogress"}
!20 = distinct !DICompileUnit(language: DW_LANG_C11, file: !21, producer: "p; \22", isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug)
!21 = !DIFile(filename: "d;e.c", directory: "/tmp", checksumkind: CSK_MD5, checksum: "00000000000000000000000000000000")
!25 = distinct !DISubprogram(name: "debugged", scope: !21, file: !21, line: 4, type: !26, scopeLine: 4, flags: DIFlagPrototyped, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20, retainedNodes: !28)
!26 = !DISubroutineType(types: !27)
!27 = !{null}
!28 = !{!30, !32}
!29 = !DILocation(line: 5, column: 7, scope: !25)
!30 = !DILocalVariable(name: "v", scope: !25, file: !21, line: 5, type: !34)
!31 = distinct !DIAssignID()
!32 = !DILabel(scope: !25, name: "again", file: !21, line: 6)
!33 = !DILocation(line: 7, column: 1, scope: !25, inlinedAt: !35)
!34 = !DIBasicType(name: "double", size: 64, encoding: DW_ATE_float)
!35 = distinct !DILocation(line: 8, column: 2, scope: !25)
