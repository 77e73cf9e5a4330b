"""Stan 2.35 itself on this machine: the program that times a model's gradient, built by g++ from the headers and the stanc that the wheel of httpstan carries.

    HTTPSTAN is the directory of the package httpstan (4.13.0); g++ 12 builds a program in half a minute, once for each folder.

The flags are CmdStan's own (`-O3`, no `-march`). One call is `log_prob_grad<false, true>`: all constants, with Jacobians, as in BridgeStan.
"""
from __future__ import annotations

import gzip
import hashlib
import subprocess
import tempfile
from pathlib import Path

DEFINED = ["USING_R", "_REENTRANT", "BOOST_DISABLE_ASSERTS", "BOOST_PHOENIX_NO_VARIADIC_EXPRESSION", "_GLIBCXX_USE_CXX11_ABI=0"]
FLAGS = ["-std=c++17", "-O3", "-w", *(f"-D{name}" for name in DEFINED)]
LIBRARIES = ["-lsundials_cvodes", "-lsundials_idas", "-lsundials_kinsol", "-lsundials_nvecserial", "-ltbb"]
MAIN = """
#include <stan/io/json/json_data.hpp>
#include <stan/model/gradient.hpp>
#include <stan/model/log_prob_grad.hpp>
#include <chrono>
#include <fstream>
#include <iostream>

int main(int, char** argv) {
  std::ifstream file(argv[1]);
  stan::json::json_data data(file);
  measured_model_namespace::measured_model model(data, 1, nullptr);
  std::vector<double> z(model.num_params_r(), 0.1), gradient;
  std::vector<int> none;
  auto call = [&] { return stan::model::log_prob_grad<false, true>(model, z, none, gradient, nullptr); };
  boost::ecuyer1988 rng(1);
  boost::random::uniform_real_distribution<double> around(-2, 2);
  for (int k = 0; k < 1000; ++k) {
    try {
      if (std::isfinite(call())) break;
    } catch (const std::exception&) {
      stan::math::recover_memory();
    }
    for (double& x : z) x = around(rng);
  }
  auto seconds = [&](long n) {
    auto begun = std::chrono::steady_clock::now();
    for (long k = 0; k < n; ++k) call();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  };
  long n = 1;
  while (seconds(n) < 0.05) n *= 4;
  double best = seconds(n);
  for (int k = 0; k < 10; ++k) best = std::min(best, seconds(n));
  std::cout << "{\\"gradient us\\": " << 1e6 * best / n << "}" << std::endl;
  _exit(0);
}
"""


def built(home: Path, program: Path, folder: Path) -> Path:
    """The executable that times the program, in `folder`; made where it is not there yet."""
    name = hashlib.sha256(f"{FLAGS}{MAIN}{program.read_text()}".encode()).hexdigest()[:16]
    if (executable := folder / name).exists():
        return executable
    with tempfile.TemporaryDirectory(dir=folder) as room:
        unit, out = Path(room, "unit.cpp"), Path(room, "out")
        subprocess.run([home / "stanc", "--name=measured_model", f"--include-paths={program.parent}", f"--o={unit}", program], check=True, capture_output=True)
        unit.write_text(unit.read_text() + MAIN)
        libraries = [f"-L{home / 'lib'}", *LIBRARIES, f"-Wl,-rpath,{home / 'lib'}"]
        subprocess.run(["g++", *FLAGS, f"-I{home / 'include'}", unit, "-o", out, *libraries], check=True)
        out.replace(executable)
    return executable


def plain(data: Path, folder: Path) -> Path:
    """The data as a JSON file that is not compressed."""
    if data.suffix != ".gz":
        return data
    (out := folder / data.stem).write_bytes(gzip.decompress(data.read_bytes()))
    return out
