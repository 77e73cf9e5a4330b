; in the manner of numba: names with everything in them, array records of seven words as arguments, exceptions as pointers behind a status
source_filename = "<string>"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

@.const.rosenbrock = internal constant [11 x i8] c"rosenbrock\00"
@".const.Fatal error: missing _dynfunc.Closure" = internal constant [38 x i8] c"Fatal error: missing _dynfunc.Closure\00"
@_ZN08NumbaEnv8__main__10rosenbrockB2v1B38c8tJTIeFIjxB2IKSgI4CrvQClQZ6FczSBAA_3dE5ArrayIdLi1E1C7mutable7alignedE = common local_unnamed_addr global ptr null
@PyExc_RuntimeError = external global i8
@.const.picklebuf.140 = internal constant { ptr, i32, ptr, ptr, i32 } { ptr @.const.pickledata.140, i32 77, ptr @.const.pickledata.140.sha1, ptr null, i32 0 }
@.const.pickledata.140 = internal constant [5 x i8] c"\80\04\95B\00"
@.const.pickledata.140.sha1 = internal constant [5 x i8] c"\1BE\B3\DE\86"
@.gil = linkonce_odr global i32 0

define i32 @"_ZN8__main__10rosenbrockB2v1B38c8tJTIeFIjxB2IKSgI4CrvQClQZ6FczSBAA_3dE5ArrayIdLi1E1C7mutable7alignedE"(ptr noalias readnone captures(none) %.1, ptr noalias captures(none) %.2, ptr %arg.x.0, ptr readnone captures(none) %arg.x.1, i64 %arg.x.2, i64 %arg.x.3, ptr %arg.x.4, i64 %arg.x.5.0, i64 %arg.x.6.0) local_unnamed_addr #0 {
common.ret:
  %.6.not = icmp eq ptr %arg.x.0, null
  br i1 %.6.not, label %B0.endif, label %B0.if, !prof !0

B0.if:                                            ; preds = %common.ret
  %.15 = atomicrmw add ptr %arg.x.0, i64 1 monotonic, align 8
  tail call void @NRT_incref(ptr nonnull %arg.x.0)
  br label %B0.endif

B0.endif:                                         ; preds = %B0.if, %common.ret
  %.20 = icmp slt i64 %arg.x.5.0, 1
  br i1 %.20, label %"B40.\22quoted\22", label %for.end

for.end:                                          ; preds = %B0.endif, %for.end
  %.lcssa = phi double [ %.33, %for.end ], [ 0.000000e+00, %B0.endif ]
  %"$i.2" = phi i64 [ %.34, %for.end ], [ 0, %B0.endif ]
  %.30 = getelementptr double, ptr %arg.x.4, i64 %"$i.2"
  %.31 = load double, ptr %.30, align 8
  %.32 = tail call double @llvm.powi.f64.i32(double %.31, i32 2)
  %.33 = fadd fast double %.32, %.lcssa
  %.34 = add nuw nsw i64 %"$i.2", 1
  %.35 = icmp eq i64 %.34, %arg.x.5.0
  br i1 %.35, label %"B40.\22quoted\22", label %for.end

"B40.\22quoted\22":                               ; preds = %for.end, %B0.endif
  %"$x.9" = phi double [ 0.000000e+00, %B0.endif ], [ %.33, %for.end ]
  %.41 = fcmp uno double %"$x.9", 0.000000e+00
  br i1 %.41, label %raised, label %fine, !prof !0

raised:                                           ; preds = %"B40.\22quoted\22"
  store ptr @.const.picklebuf.140, ptr %.2, align 8
  ret i32 1

fine:                                             ; preds = %"B40.\22quoted\22"
  store double %"$x.9", ptr %.1, align 8
  ret i32 0
}

define ptr @"_ZN7cpython8__main__10rosenbrock"(ptr readnone captures(none) %py_closure, ptr %py_args, ptr readnone captures(none) %py_kws) local_unnamed_addr {
entry:
  %.5 = alloca ptr, align 8
  %.6 = call i32 (ptr, ptr, i64, i64, ...) @PyArg_UnpackTuple(ptr %py_args, ptr nonnull @.const.rosenbrock, i64 1, i64 1, ptr nonnull %.5)
  %.7 = icmp eq i32 %.6, 0
  br i1 %.7, label %common.ret, label %entry.endif, !prof !0

common.ret:                                       ; preds = %entry.endif, %entry
  ret ptr null

entry.endif:                                      ; preds = %entry
  call void @PyErr_SetString(ptr nonnull @PyExc_RuntimeError, ptr nonnull @".const.Fatal error: missing _dynfunc.Closure")
  br label %common.ret
}

declare double @llvm.powi.f64.i32(double, i32) #1
declare i32 @PyArg_UnpackTuple(ptr, ptr, i64, i64, ...) local_unnamed_addr
declare void @PyErr_SetString(ptr, ptr) local_unnamed_addr
declare void @NRT_incref(ptr) local_unnamed_addr #2

attributes #0 = { nofree noinline norecurse nounwind }
attributes #1 = { nocallback nofree nosync nounwind speculatable willreturn memory(none) }
attributes #2 = { nounwind }

!0 = !{!"branch_weights", i32 1, i32 99}
