; in the manner of Julia: garbage-collected pointers in address space 10, derived ones in 11, the task's stack of roots
source_filename = "rosenbrock"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-ni:10:11:12:13"
target triple = "x86_64-linux-gnu-elf"

@"jl_global#123" = private alias i8, inttoptr (i64 140412345678912 to ptr addrspace(10))
@"+Main.Array#5.jit" = private alias ptr, inttoptr (i64 139912345678912 to ptr)

define swiftcc double @"julia_rosenbrock;_42"(ptr nonnull swiftself %pgcstack, ptr addrspace(10) noundef nonnull align 16 dereferenceable(24) %"x::Array") #0 !dbg !5 {
top:
  %pgcstack_i8 = getelementptr inbounds i8, ptr %pgcstack, i64 16
  %ptls_load = load ptr, ptr %pgcstack_i8, align 8, !tbaa !8
  %kept = call token (...) @llvm.julia.gc_preserve_begin(ptr addrspace(10) %"x::Array")
  %0 = addrspacecast ptr addrspace(10) %"x::Array" to ptr addrspace(11)
  %.size_ptr = getelementptr inbounds i8, ptr addrspace(11) %0, i64 16
  %.size.0.copyload = load i64, ptr addrspace(11) %.size_ptr, align 8, !tbaa !11, !invariant.load !7
  %1 = icmp slt i64 %.size.0.copyload, 1
  br i1 %1, label %L40, label %L20.preheader

L20.preheader:                                    ; preds = %top
  %memoryref_data = load ptr, ptr addrspace(11) %0, align 16, !dbg !12
  %2 = call fastcc ptr @julia.pointer_from_objref(ptr addrspace(11) %0)
  fence syncscope("singlethread") seq_cst
  br label %L20

L20:                                              ; preds = %L20, %L20.preheader
  %value_phi = phi i64 [ %4, %L20 ], [ 1, %L20.preheader ]
  %value_phi1 = phi double [ %6, %L20 ], [ 0.000000e+00, %L20.preheader ]
  %memoryref_offset = getelementptr double, ptr %memoryref_data, i64 %value_phi
  %3 = load double, ptr %memoryref_offset, align 8, !tbaa !13, !alias.scope !16, !noalias !19, !dbg !12
  %4 = add nuw i64 %value_phi, 1
  %5 = fmul double %3, %3
  %6 = fadd reassoc contract double %value_phi1, %5
  %.not = icmp eq i64 %value_phi, %.size.0.copyload
  br i1 %.not, label %L40, label %L20

L40:                                              ; preds = %L20, %top
  %value_phi2 = phi double [ 0.000000e+00, %top ], [ %6, %L20 ]
  %box = call noalias nonnull align 8 dereferenceable(8) ptr addrspace(10) @julia.gc_alloc_obj(ptr %ptls_load, i64 8, ptr addrspace(10) @"jl_global#123") #1
  store atomic double %value_phi2, ptr addrspace(10) %box unordered, align 8, !tbaa !20
  %7 = call { ptr addrspace(10), i8 } @tuple_returned(ptr addrspace(10) %box, ptr @"+Main.Array#5.jit") [ "jl_roots"(ptr addrspace(10) %"x::Array", ptr addrspace(10) null) ]
  %8 = extractvalue { ptr addrspace(10), i8 } %7, 0
  ret double %value_phi2, !dbg !12
}

declare { ptr addrspace(10), i8 } @tuple_returned(ptr addrspace(10), ptr)
declare noalias nonnull ptr addrspace(10) @julia.gc_alloc_obj(ptr, i64, ptr addrspace(10)) #1
declare noundef nonnull ptr @julia.pointer_from_objref(ptr addrspace(11)) local_unnamed_addr #2
declare token @llvm.julia.gc_preserve_begin(...)

attributes #0 = { "frame-pointer"="all" "julia.fsig"="rosenbrock(Array{Float64, 1})" "probe-stack"="inline-asm" }
attributes #1 = { mustprogress willreturn allockind("alloc") allocsize(1) memory(argmem: read, inaccessiblemem: readwrite) }
attributes #2 = { nounwind memory(none) }

!llvm.module.flags = !{!0, !1}
!llvm.dbg.cu = !{!2}

!0 = !{i32 2, !"Dwarf Version", i32 4}
!1 = !{i32 2, !"Debug Info Version", i32 3}
!2 = distinct !DICompileUnit(language: DW_LANG_Julia, file: !3, producer: "julia", isOptimized: true, runtimeVersion: 0, emissionKind: LineTablesOnly, nameTableKind: GNU)
!3 = !DIFile(filename: "julia", directory: ".")
!4 = !DIFile(filename: "REPL[1]", directory: ".")
!5 = distinct !DISubprogram(name: "rosenbrock;", linkageName: "julia_rosenbrock_42", scope: null, file: !4, line: 1, type: !6, scopeLine: 1, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !2)
!6 = !DISubroutineType(types: !7)
!7 = !{}
!8 = !{!9, !9, i64 0}
!9 = !{!"jtbaa_gcframe", !10, i64 0}
!10 = !{!"jtbaa", !23, i64 0}
!11 = !{!14, !14, i64 0, i64 0}
!12 = !DILocation(line: 2, column: 3, scope: !5)
!13 = !{!15, !15, i64 0}
!14 = !{!"jtbaa_arraysize", !10, i64 0}
!15 = !{!"jtbaa_arraybuf", !10, i64 0}
!16 = !{!17}
!17 = !{!"jnoalias_data", !18}
!18 = !{!"jnoalias"}
!19 = !{!21, !22}
!20 = !{!15, !15, i64 0}
!21 = !{!"jnoalias_gcframe", !18}
!22 = !{!"jnoalias_stack", !18}
!23 = !{!"jtbaa_root"}
