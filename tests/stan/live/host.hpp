// What a batch of compiled programs answers: `serve(table)` reads requests from a file and writes one JSON value a line.
// A request: lines of the program's number, the path of its data, the number of points, then that many lines of unconstrained values.
// Outputs come once for a first model and generator, and for a second model and six further seeds: what differs is random.

// The base of the programs in place of Stan's, whose virtual functions would have every form of the density compiled: only what is asked is.
template <class M>
struct lean_base : stan::model::prob_grad {
  explicit lean_base(size_t n) : stan::model::prob_grad(n) {}
  virtual ~lean_base() {}
};

using Point = Eigen::VectorXd;
struct Program {
  size_t dim;
  std::vector<std::string> names, outputs;
  std::function<stan::math::var(Eigen::Matrix<stan::math::var, -1, 1>&, std::ostream*)> density;
  std::function<void(stan::rng_t&, Point&, Point&, std::ostream*)> write;
};
using Maker = std::function<Program(stan::io::var_context&, unsigned int)>;

template <class M>
Program made(stan::io::var_context& data, unsigned int seed) {
  auto m = std::make_shared<M>(data, seed, nullptr);
  Program out;
  out.dim = m->num_params_r();
  m->unconstrained_param_names(out.names, false, false);
  m->constrained_param_names(out.outputs, true, true);
  out.density = [m](auto& z, std::ostream* said) { return m->template log_prob<false, true>(z, said); };
  out.write = [m](stan::rng_t& draws, Point& z, Point& values, std::ostream* said) { m->write_array(draws, z, values, true, true, said); };
  return out;
}

inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) out += c == '"' || c == '\\' ? std::string("'") : c < ' ' ? std::string(" ") : std::string(1, c);
  return out + '"';
}

inline std::string number(double x) {
  if (std::isnan(x)) return "\"nan\"";
  if (std::isinf(x)) return x > 0 ? "\"inf\"" : "\"-inf\"";
  std::ostringstream out;
  out.precision(17);
  out << x;
  return out.str();
}

template <class Values, class Shown>
std::string listed(const Values& values, Shown shown) {
  std::string out = "[";
  for (size_t i = 0; i < static_cast<size_t>(values.size()); ++i) out += (i ? ", " : "") + shown(values[i]);
  return out + "]";
}

inline std::string density(Program& m, const std::vector<double>& z) {
  std::ostringstream said;
  try {
    Eigen::Matrix<stan::math::var, -1, 1> v(z.size());
    for (size_t i = 0; i < z.size(); ++i) v(i) = z[i];
    stan::math::var lp = m.density(v, &said);
    lp.grad();
    std::vector<double> gradient(z.size());
    for (size_t i = 0; i < z.size(); ++i) gradient[i] = v(i).adj();
    std::string out = "\"log_density\": " + number(lp.val()) + ", \"gradient\": " + listed(gradient, number);
    stan::math::recover_memory();
    return out;
  } catch (const std::exception& e) {
    stan::math::recover_memory();
    return "\"log_density\": null, \"refused\": " + quoted(e.what());
  }
}

inline std::string written(Program& m, const std::vector<double>& z, unsigned int seed) {
  std::ostringstream said;
  try {
    stan::rng_t draws = stan::services::util::create_rng(seed, 1);
    Point at = Eigen::Map<const Point>(z.data(), z.size()), values;
    m.write(draws, at, values, &said);
    return listed(values, number);
  } catch (const std::exception& e) {
    return quoted(e.what());
  }
}

inline std::string answer(const Maker& maker, std::istream& in) {
  std::string path, line;
  std::getline(in, path);
  std::getline(in, line);
  std::vector<std::vector<double>> points(std::stoi(line));
  for (auto& z : points) {
    std::getline(in, line);
    std::istringstream numbers(line);
    for (double x; numbers >> x;) z.push_back(x);
  }
  std::ostringstream out;
  try {
    std::ifstream file(path);
    stan::json::json_data data(file);
    Program m = maker(data, 1), other = maker(data, 2);
    out << "{\"dim\": " << m.dim << ", \"names\": " << listed(m.names, quoted) << ", \"outputs\": " << listed(m.outputs, quoted) << ", \"points\": [";
    for (size_t i = 0; i < points.size() && points[i].size() == m.dim; ++i) {
      out << (i ? ", " : "") << "{\"z\": " << listed(points[i], number) << ", " << density(m, points[i]) << ", \"values\": " << written(m, points[i], 1)
          << ", \"again\": [";
      for (unsigned int seed = 2; seed < 8; ++seed) out << (seed > 2 ? ", " : "") << written(other, points[i], seed);
      out << "]}";
    }
    out << "]}";
  } catch (const std::exception& e) {
    return "{\"failed\": " + quoted(e.what()) + "}";
  }
  return out.str();
}

inline int serve(const std::vector<Maker>& table, const char* requests) {
  std::ifstream in(requests);
  for (std::string line; std::getline(in, line);) std::cout << answer(table.at(std::stoi(line)), in) << std::endl;
  std::cout.flush();
  _exit(0);
}
